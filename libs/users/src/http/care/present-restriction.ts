import type { RestrictionRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { restrictionAnswer } from './restriction.schemas';

export function presentRestriction(row: RestrictionRow): z.infer<typeof restrictionAnswer> {
  return {
    id: row.id,
    kind: row.category ?? row.thing ?? '',
    ...(row.thing_id === null ? {} : { thingId: row.thing_id }),
    doctors: [...row.doctors],
    primarySees: row.primary_sees,
    madeAt: row.made_at.toISOString(),
    ...(row.lifted_at === null ? {} : { liftedAt: row.lifted_at.toISOString() }),
    version: row.version,
  };
}
