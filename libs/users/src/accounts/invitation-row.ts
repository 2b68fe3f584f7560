import type { HumanName } from '../patients/human-name';

export const invitationHours = 7 * 24;

export const insertInvitation = `INSERT INTO invitation (id, organisation_id, kind, invited_by, invited_role, email, names, language, account_id, person_id, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, now() + make_interval(hours => $11))`;

export interface InvitationRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly kind: 'staff' | 'patient';
  readonly invited_by: string;
  readonly email: string;
  readonly names: HumanName[];
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly invited_at: Date;
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
  readonly withdrawn_at: Date | null;
}

/** `i` is the invitation. */
export const invitationColumns = 'i.id, i.organisation_id, i.kind, i.invited_by, i.email, i.names, i.account_id, i.person_id, i.invited_at, i.expires_at, i.accepted_at, i.withdrawn_at';

/** Admins see those of staff, the desk those of patients, a doctor their own: $1 organisations, $2 role, $3 account. */
export const invitationIsSeen = `CASE $2 WHEN 'admin' THEN i.kind = 'staff' AND i.organisation_id = ANY ($1) WHEN 'desk' THEN i.kind = 'patient' AND i.organisation_id = ANY ($1)
  WHEN 'doctor' THEN i.kind = 'patient' AND i.invited_by = $3 ELSE false END`;
