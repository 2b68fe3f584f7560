import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { type AccountRow, accountColumns } from './account-row';
import { Workplaces } from './workplaces';

export interface AccountsQuery {
  readonly limit: number;
  /** Sort key and id of the last one shown. */
  readonly after?: readonly [string, string] | undefined;
  /** Part of a name or username. */
  readonly search?: string | undefined;
}

const listAccounts = {
  name: 'users.list-accounts',
  text: `SELECT ${accountColumns} FROM account a
    WHERE ($1::uuid[] IS NULL OR app.is_account_of(a.id, $1))
      AND ($3::text IS NULL OR (lower(a.username), a.id) > ($3, $4::uuid))
      AND ($5::text IS NULL OR strpos(lower(a.username), lower($5)) > 0 OR EXISTS (SELECT FROM jsonb_array_elements(a.names) n WHERE strpos(lower(n ->> 'text'), lower($5)) > 0))
    ORDER BY lower(a.username), a.id LIMIT $2`,
};

@Injectable()
export class ListAccounts {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** Of the admin's organisations, or all for an auditor, by username; one more than the limit where there are more. @throws SignInEnded */
  execute(acting: Acting, { limit, after, search }: AccountsQuery): Promise<AccountRow[]> {
    return this.workplaces.work(acting, (_, organisationIds) =>
      this.database.queryInTransaction<AccountRow>(listAccounts, [organisationIds, limit + 1, after?.[0] ?? null, after?.[1] ?? null, search ?? null]));
  }
}
