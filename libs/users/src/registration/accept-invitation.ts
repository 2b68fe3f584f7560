import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Account, AccountRole } from '../accounts/account.entity';
import type { HumanName } from '../patients/human-name';
import { QueueMail } from '../mail/queue-mail';
import { emailKey } from './email-key';
import type { UsedLink } from './links';
import { openAccount } from './open-account';
import { LinkUnusable } from './registration.errors';

interface InvitationRow {
  readonly kind: 'staff' | 'patient';
  readonly email: string;
  readonly names: HumanName[];
  readonly language: string;
}

const findInvitation = 'SELECT kind, email, names, language FROM invitation WHERE id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > now() FOR UPDATE';
const openStaffAccount = "UPDATE account SET status = 'active', username = $2, email = $3, version = version + 1 WHERE id = $1 AND status = 'invited' RETURNING id";

export interface ChosenSignIn {
  readonly username: string | undefined;
  readonly passwordHash: string;
}

@Injectable()
export class AcceptInvitation {
  constructor(private readonly queueMail: QueueMail) {}

  /**
   * In the transaction of the link: staff open the account that waits for them, which has a role when somebody else has approved it; a patient is tied
   * to the record that they were invited for.
   * @returns the name to sign in with
   * @throws LinkUnusable where it was withdrawn, the one who invited may not any more, or the record has an account
   */
  async execute(transaction: EntityManager, { invitationId, accountId }: UsedLink, { username, passwordHash }: ChosenSignIn): Promise<string> {
    const [invitation] = await transaction.query<InvitationRow[]>(findInvitation, [invitationId]);
    if (!invitation || invitationId === null) throw new LinkUnusable();
    const { email, kind } = invitation;
    if (kind === 'patient') {
      await transaction.insert(Account, { id: accountId, username: username ?? email, names: invitation.names, email, language: invitation.language });
      await transaction.insert(AccountRole, { accountId, id: v7(), role: 'patient', organisationId: null });
      await this.tie(transaction, invitationId, email);
    } else {
      const [opened] = await transaction.query<[unknown[], number]>(openStaffAccount, [accountId, username ?? email, email]);
      if (opened.length === 0) throw new LinkUnusable();
      await transaction.query('UPDATE invitation SET accepted_at = now() WHERE id = $1', [invitationId]);
    }
    return openAccount(transaction, { accountId, email, username, passwordHash });
  }

  private async tie(transaction: EntityManager, invitationId: string, email: string): Promise<void> {
    const [tied] = await transaction.query<{ outcome: string; contact: string | null; language: string | null }[]>('SELECT outcome, contact, language FROM app.accept_patient_invitation($1)', [invitationId]);
    if (tied?.outcome !== 'tied') throw new LinkUnusable();
    // Whoever the record has been reached at until now is told.
    if (tied.contact !== null && emailKey(tied.contact) !== emailKey(email)) await this.queueMail.execute(transaction, { kind: 'record-tied', to: tied.contact, language: tied.language ?? 'en' });
  }
}
