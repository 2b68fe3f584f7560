import type { RepresentationRow, RepresentedRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { representationAnswer, representedAnswer } from './representation.schemas';

type Representation = z.infer<typeof representationAnswer>;
type Represented = z.infer<typeof representedAnswer>['items'][number];

export function presentRepresentation(row: RepresentationRow): Representation {
  return {
    id: row.id,
    accountId: row.account_id,
    names: row.account_names as Representation['names'],
    kind: row.kind,
    scope: row.scope,
    startsAt: row.starts_at.toISOString(),
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at.toISOString() }),
    untilMajority: row.until_majority,
    evidence: row.evidence,
    version: row.version,
  };
}

export function presentRepresented(row: RepresentedRow): Represented {
  return {
    patientId: row.patient_id,
    names: row.names as Represented['names'],
    kind: row.kind,
    scope: row.scope,
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at.toISOString() }),
  };
}
