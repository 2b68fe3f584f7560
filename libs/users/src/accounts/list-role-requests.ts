import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { RoleRequestUnknown } from './account-rules.errors';
import { type RoleRequestRow, roleRequestColumns } from './role-request-row';
import { Workplaces } from './workplaces';

export interface RoleRequestsQuery {
  readonly limit: number;
  /** Id of the last one shown. */
  readonly before?: string | undefined;
  readonly status?: 'open' | 'done' | undefined;
}

const listRequests = {
  name: 'users.list-role-requests',
  text: `SELECT ${roleRequestColumns} FROM role_request q
    WHERE ($1::uuid[] IS NULL OR q.organisation_id = ANY ($1)) AND ($3::uuid IS NULL OR q.id < $3) AND ($4::text IS NULL OR (q.decision IS NULL) = ($4 = 'open'))
    ORDER BY q.id DESC LIMIT $2`,
};
const readRequest = { name: 'users.read-role-request', text: `SELECT ${roleRequestColumns} FROM role_request q WHERE q.id = $1 AND ($2::uuid[] IS NULL OR q.organisation_id = ANY ($2))` };

@Injectable()
export class ListRoleRequests {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** Of the admin's organisations, or all for an auditor, newest first; one more than the limit where there are more. @throws SignInEnded */
  execute(acting: Acting, { limit, before, status }: RoleRequestsQuery): Promise<RoleRequestRow[]> {
    return this.workplaces.work(acting, (_, organisationIds) => this.database.queryInTransaction<RoleRequestRow>(listRequests, [organisationIds, limit + 1, before ?? null, status ?? null]));
  }

  /** @throws RoleRequestUnknown, SignInEnded */
  one(acting: Acting, requestId: string): Promise<RoleRequestRow> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [found] = await this.database.queryInTransaction<RoleRequestRow>(readRequest, [requestId, organisationIds]);
      if (!found) throw new RoleRequestUnknown();
      return found;
    });
  }
}
