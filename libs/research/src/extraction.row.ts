import type { ReleasedFile } from './extraction/write-files';
import type { ExtractionProblem, ExtractionStatus } from './extraction-status';

export interface ExtractionRow {
  number: number;
  status: ExtractionStatus;
  scheduled_for: Date | null;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  counts: object | null;
  problem: ExtractionProblem | null;
  release_number: number | null;
  published_at: Date | null;
  manifest_sha256: string | null;
  previous_sha256: string | null;
  files: readonly ReleasedFile[] | null;
  privacy: object | null;
}

export const extractionSelect = `
  SELECT e.number, e.status, e.scheduled_for, e.requested_at, e.started_at, e.finished_at, e.counts, e.problem,
         r.number AS release_number, r.published_at, r.manifest_sha256, r.previous_sha256, r.files, r.privacy
    FROM extraction e LEFT JOIN release r ON r.study_id = e.study_id AND r.extraction_number = e.number`;
