import type { HumanName } from '../patients/human-name';

export interface RoleRequestRow {
  readonly id: string;
  readonly account_id: string;
  readonly names: HumanName[];
  readonly role: string;
  readonly organisation_id: string;
  readonly about: { readonly specialty?: string; readonly licence?: string; readonly phone?: string; readonly locationId?: string };
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision: 'approved' | 'refused' | 'withdrawn' | null;
  readonly version: number;
}

/** `q` is the request. */
export const roleRequestColumns = `q.id, q.account_id, (SELECT a.names FROM account a WHERE a.id = q.account_id) AS names, q.role, q.organisation_id, q.about,
  q.asked_by, q.asked_at, q.decided_by, q.decided_at, q.decision, q.version`;
