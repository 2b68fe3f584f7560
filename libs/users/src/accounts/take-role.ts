import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';
import { AccountUnknown, NotForOneself, RoleNotHeldThere } from './account-rules.errors';
import type { StaffRole } from './role-requests';
import { Workplaces, organisationMeant } from './workplaces';

const takeRole = { name: 'users.take-role', text: 'DELETE FROM account_role WHERE account_id = $1 AND role = $2 AND organisation_id = $3 RETURNING id' };
const isOfOrganisation = { name: 'users.account-of-organisation', text: 'SELECT app.is_account_of($1, $2) AS known' };
const isStillHeld = { name: 'users.role-still-held', text: 'SELECT FROM account_role WHERE account_id = $1 AND role = $2' };

@Injectable()
export class TakeRole {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /** Needs nobody else, and signs out who is signed in with it. @throws AccountUnknown, NotForOneself, RoleNotHeldThere, OrganisationNotYours, OrganisationUnclear, SignInEnded */
  async execute(acting: Acting, accountId: string, role: StaffRole, named: string | undefined): Promise<void> {
    await this.workplaces.work(acting, async (transaction, organisationIds) => {
      const organisationId = organisationMeant(organisationIds, named);
      const [account] = await this.database.queryInTransaction<{ known: boolean }>(isOfOrganisation, [accountId, [organisationId]]);
      if (!account?.known) throw new AccountUnknown();
      if (accountId === acting.accountId) throw new NotForOneself();
      const [taken] = await this.database.queryInTransaction<{ id: string }>(takeRole, [accountId, role, organisationId]);
      if (!taken) throw new RoleNotHeldThere();
      const stillHeld = await this.database.queryInTransaction(isStillHeld, [accountId, role]);
      if (stillHeld.length === 0) await this.endSessions.execute(transaction, accountId, 'the role was taken away', { role });
    });
  }
}
