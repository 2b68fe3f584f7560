import { type CoverRow, displayName } from '@anamnesis/users';
import type { z } from 'zod';
import type { coverAnswer } from './duty.schemas';

export function presentCover(row: CoverRow): z.infer<typeof coverAnswer> {
  return {
    id: row.id,
    doctor: { id: row.doctor_id, name: displayName(row.doctor_names) },
    coveredBy: { id: row.covered_by, name: displayName(row.covered_by_names) },
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    ...(row.location_id === null ? {} : { locationId: row.location_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    version: row.version,
  };
}
