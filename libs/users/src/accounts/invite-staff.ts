import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { Account } from './account.entity';
import type { HumanName } from '../patients/human-name';
import { QueueMail } from '../mail/queue-mail';
import { accountOfEmail } from '../registration/email-key';
import { Links } from '../registration/links';
import { MailLimits } from '../registration/mail-limits';
import { invitationHours, insertInvitation } from './invitation-row';
import { LocationCheck } from './location-check';
import { type AskedRole, RoleRequests } from './role-requests';
import { Workplaces, organisationMeant } from './workplaces';

export interface InvitedStaff extends Omit<AskedRole, 'accountId' | 'organisationId'> {
  readonly email: string;
  readonly names: readonly HumanName[];
  readonly language?: string | undefined;
  readonly organisationId?: string | undefined;
}

@Injectable()
export class InviteStaff {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly roleRequests: RoleRequests,
    private readonly locationCheck: LocationCheck,
    private readonly links: Links,
    private readonly limits: MailLimits,
    private readonly queueMail: QueueMail,
  ) {}

  /**
   * Makes the account, asks for its role, and mails the link that opens it. Signing in needs both: the link used, and the role approved by
   * somebody else. An address that is somebody's already is told so by mail, and the admin is not.
   * @throws LocationNotThere, OrganisationNotYours, OrganisationUnclear, TooMuchMailAskedFor, SignInEnded
   */
  async execute(acting: Acting, { email, names, language = 'en', organisationId: named, ...asked }: InvitedStaff): Promise<{ invitationId: string; accountId: string }> {
    await this.limits.refuseFloodFrom(acting.accountId);
    const mayMail = await this.limits.mayMail(email);
    const [invitationId, accountId] = [v7(), v7()];
    await this.workplaces.work(acting, async (transaction, organisationIds) => {
      const organisationId = organisationMeant(organisationIds, named);
      await this.locationCheck.refuseElsewhere(asked.locationId, organisationId);
      await transaction.insert(Account, { id: accountId, username: email, names: [...names], email, language, status: 'invited' });
      await transaction.query(insertInvitation, [invitationId, organisationId, 'staff', acting.accountId, acting.role, email, JSON.stringify(names), language, accountId, null, invitationHours]);
      await this.roleRequests.ask(acting, v7(), { ...asked, accountId, organisationId });
      const known = await accountOfEmail(transaction, email);
      const goesOn = mayMail && !known;
      const token = await this.links.make(transaction, { purpose: 'invitation', accountId, invitationId, goodForHours: goesOn ? invitationHours : 0 });
      await this.queueMail.execute(transaction, {
        kind: goesOn ? 'invitation' : mayMail ? 'already-registered' : 'nobody', to: mayMail ? email : null, language, ...(goesOn ? { token } : {}), worthHours: invitationHours,
      });
    });
    return { invitationId, accountId };
  }
}
