import { type ExtractionRow, manifestName } from '@anamnesis/research';
import type { z } from 'zod';
import type { extractionAnswer } from './schemas';
import { discreetWithin } from './small-counts';

type Answer = z.infer<typeof extractionAnswer>;

export function extractionPath(studyId: string, number: number): string {
  return `/studies/${studyId}/extractions/${String(number)}`;
}

export function presentExtraction(studyId: string, row: ExtractionRow): Answer {
  return {
    number: row.number,
    status: row.status,
    requestedAt: row.requested_at.toISOString(),
    ...(row.scheduled_for === null ? {} : { scheduledFor: row.scheduled_for.toISOString() }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
    ...(row.counts === null ? {} : { counts: discreetWithin(row.counts) as Record<string, unknown> }),
    ...(row.problem === null ? {} : { problem: { code: row.problem.code, detail: row.problem.detail } }),
    ...releaseOf(studyId, row),
  };
}

function releaseOf(studyId: string, { number, release_number, published_at, manifest_sha256, previous_sha256, files, privacy }: ExtractionRow): Pick<Answer, 'release'> {
  if (release_number === null || published_at === null || manifest_sha256 === null) return {};
  const href = (name: string) => `${extractionPath(studyId, number)}/files/${name}`;
  return {
    release: {
      number: release_number,
      publishedAt: published_at.toISOString(),
      manifest: { href: href(manifestName), sha256: manifest_sha256 },
      ...(previous_sha256 === null ? {} : { previousSha256: previous_sha256 }),
      files: (files ?? []).map(({ name, mediaType, bytes, sha256, rows }) => ({ name, href: href(name), mediaType, bytes, sha256, rows })),
      // As the extraction wrote it, which prints small counts itself: among them are sizes that are promised, such as k.
      privacy: { ...privacy },
    },
  };
}
