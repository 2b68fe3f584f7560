import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { InvitationUnknown } from './account-rules.errors';
import { type InvitationRow, invitationColumns, invitationIsSeen } from './invitation-row';
import { Workplaces } from './workplaces';

const listInvitations = {
  name: 'users.list-invitations',
  text: `SELECT ${invitationColumns} FROM invitation i WHERE ${invitationIsSeen} AND ($5::uuid IS NULL OR i.id < $5) ORDER BY i.id DESC LIMIT $4`,
};
const readInvitation = { name: 'users.read-invitation', text: `SELECT ${invitationColumns} FROM invitation i WHERE ${invitationIsSeen} AND i.id = $4` };

@Injectable()
export class ListInvitations {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** Newest first; one more than the limit where there are more. @throws SignInEnded */
  execute(acting: Acting, limit: number, before?: string): Promise<InvitationRow[]> {
    return this.workplaces.work(acting, (_, organisationIds) => this.database.queryInTransaction<InvitationRow>(listInvitations, [organisationIds, acting.role, acting.accountId, limit + 1, before ?? null]));
  }

  /** @throws InvitationUnknown, SignInEnded */
  one(acting: Acting, invitationId: string): Promise<InvitationRow> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [found] = await this.database.queryInTransaction<InvitationRow>(readInvitation, [organisationIds, acting.role, acting.accountId, invitationId]);
      if (!found) throw new InvitationUnknown();
      return found;
    });
  }
}
