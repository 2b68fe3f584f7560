import type { ParticipationRow } from '@anamnesis/research';
import type { z } from 'zod';
import type { participationAnswer } from './schemas';

/** The class that they were put into stays inside. */
export function presentParticipation(row: ParticipationRow): z.infer<typeof participationAnswer> {
  const { version, sha256, language, givenBy } = row.consent;
  return {
    studyId: row.study_id,
    status: row.status,
    consent: { textVersion: version, sha256, language, givenBy, givenAt: row.consented_at.toISOString() },
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at.toISOString() }),
  };
}
