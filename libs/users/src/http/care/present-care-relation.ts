import { type CareRelationRow, type EmergencyAccessRow, displayName } from '@anamnesis/users';
import type { z } from 'zod';
import type { careRelationAnswer, emergencyAccessesAnswer } from './care-relation.schemas';

export function presentCareRelation(row: CareRelationRow): z.infer<typeof careRelationAnswer> {
  return {
    id: row.id,
    doctor: { id: row.doctor_id, name: displayName(row.doctor_names), ...(row.specialty === null ? {} : { specialty: row.specialty }) },
    kind: row.kind,
    startsAt: row.starts_at.toISOString(),
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at.toISOString() }),
    reason: row.reason,
    ...(row.end_reason === null ? {} : { endReason: row.end_reason }),
    ...(row.appointment_id === null ? {} : { appointmentId: row.appointment_id }),
    version: row.version,
  };
}

export function presentEmergencyAccess(row: EmergencyAccessRow): z.infer<typeof emergencyAccessesAnswer>['items'][number] {
  return {
    id: row.id,
    doctor: { id: row.doctor_id, name: displayName(row.doctor_names) },
    reason: row.reason,
    openedAt: row.opened_at.toISOString(),
    until: row.until.toISOString(),
    ...(row.verdict === null || row.reviewed_at === null ? {} : { review: { verdict: row.verdict, ...(row.review_note === null ? {} : { note: row.review_note }), at: row.reviewed_at.toISOString() } }),
  };
}
