export const extractionStatuses = ['queued', 'running', 'published', 'nothing-new', 'dry-run', 'failed'] as const;
export type ExtractionStatus = (typeof extractionStatuses)[number];

/** Why a run failed, in words for whoever asked, without patient data. */
export interface ExtractionProblem {
  readonly code: string;
  readonly detail: string;
}

/** The manifest's name among a release's files. It is not in their list, since it holds the list. */
export const manifestName = 'datapackage.json';
