import type { Consent, ParticipationStatus } from './consent';

export interface ParticipationRow {
  study_id: string;
  status: ParticipationStatus;
  consent: Consent;
  consented_at: Date;
  withdrawn_at: Date | null;
}

export const participationColumns = 'study_id, status, consent, consented_at, withdrawn_at';
