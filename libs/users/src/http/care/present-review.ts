import { type ReviewRow, displayName } from '@anamnesis/users';
import type { z } from 'zod';
import type { reviewAnswer } from './review.schemas';

export function presentReview(row: ReviewRow): z.infer<typeof reviewAnswer> {
  return {
    id: row.id,
    kind: row.kind,
    patientId: row.patient_id,
    thingId: row.thing_id,
    madeBy: { accountId: row.made_by, name: displayName(row.made_by_names) },
    ...(row.reason === null ? {} : { reason: row.reason }),
    at: row.at.toISOString(),
    dueAt: row.due_at.toISOString(),
    ...(row.verdict === null ? {} : { verdict: row.verdict }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.reviewed_by === null ? {} : { reviewedBy: row.reviewed_by }),
    ...(row.reviewed_at === null ? {} : { reviewedAt: row.reviewed_at.toISOString() }),
    version: row.version,
  };
}
