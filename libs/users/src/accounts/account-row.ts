import type { HumanName } from '../patients/human-name';

export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly names: HumanName[];
  readonly email: string | null;
  readonly language: string;
  readonly status: 'invited' | 'active' | 'disabled';
  readonly roles: { readonly role: string; readonly organisationId: string | null }[];
  readonly version: number;
  readonly sort_key: string;
}

/** What is shown of an account: never what it signs in with. `a` is the account. */
export const accountColumns = `a.id, a.username, a.names, a.email, a.language, a.status, a.version, lower(a.username) AS sort_key,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'organisationId', r.organisation_id) ORDER BY r.role, r.organisation_id) FROM account_role r WHERE r.account_id = a.id), '[]') AS roles`;
