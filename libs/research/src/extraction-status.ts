export const extractionStatuses = ['queued', 'running', 'published', 'nothing-new', 'dry-run', 'failed'] as const;
export type ExtractionStatus = (typeof extractionStatuses)[number];

/** Why a run failed, in words for whoever asked, without patient data. */
export interface ExtractionProblem {
  readonly code: string;
  readonly detail: string;
}

/** One file of a release. */
export interface ReleasedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Hexadecimal; the file's key in the store ends with it. */
  readonly sha256: string;
  readonly rows: number;
}

/** The manifest's name among a release's files. It is not in their list, since it holds the list. */
export const manifestName = 'datapackage.json';

export function releaseFileKey(studyId: string, sha256: string): string {
  return `studies/${studyId}/${sha256}`;
}
