import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { InvitationEnded, InvitationUnknown } from './account-rules.errors';
import { type InvitationRow, invitationColumns, invitationIsSeen } from './invitation-row';
import { Workplaces } from './workplaces';

const lockInvitation = { name: 'users.lock-invitation', text: `SELECT ${invitationColumns} FROM invitation i WHERE ${invitationIsSeen} AND i.id = $4 FOR UPDATE` };
const withdraw = { name: 'users.withdraw-invitation', text: 'UPDATE invitation SET withdrawn_at = now() WHERE id = $1' };
const endLink = { name: 'users.end-invitation-link', text: 'UPDATE mail_link SET expires_at = now() WHERE invitation_id = $1 AND expires_at > now()' };
/** What was made for nobody then stays, and can do nothing. */
const disable = { name: 'users.disable-invited', text: "UPDATE account SET status = 'disabled', version = version + 1 WHERE id = $1 AND status = 'invited'" };

@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** @throws InvitationUnknown, InvitationEnded, SignInEnded */
  async execute(acting: Acting, invitationId: string): Promise<void> {
    await this.workplaces.work(acting, async (_, organisationIds) => {
      const [found] = await this.database.queryInTransaction<InvitationRow>(lockInvitation, [organisationIds, acting.role, acting.accountId, invitationId]);
      if (!found) throw new InvitationUnknown();
      if (found.accepted_at !== null || found.withdrawn_at !== null) throw new InvitationEnded();
      await this.database.queryInTransaction(withdraw, [invitationId]);
      await this.database.queryInTransaction(endLink, [invitationId]);
      if (found.account_id !== null) await this.database.queryInTransaction(disable, [found.account_id]);
    });
  }
}
