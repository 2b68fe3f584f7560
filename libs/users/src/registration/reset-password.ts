import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { Credential } from '../accounts/account.entity';
import { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';
import { QueueMail } from '../mail/queue-mail';
import { Links } from './links';
import { hashOfNewPassword } from './new-password';
import { LinkUnusable } from './registration.errors';

const readAccount = "SELECT email, language FROM account WHERE id = $1 AND status = 'active' AND NOT demonstration FOR UPDATE";
const endOtherLinks = `UPDATE mail_link SET expires_at = now() WHERE account_id = $1 AND purpose = 'password-reset' AND used_at IS NULL AND expires_at > now()`;

@Injectable()
export class ResetPassword {
  constructor(
    private readonly links: Links,
    private readonly endSessions: EndSessionsOfAccount,
    private readonly queueMail: QueueMail,
  ) {}

  /** Sets a new password, signs out every device, and says so by mail. @throws LinkUnusable, PasswordTooShort, PasswordTooCommon, PasswordHoldsOwnName */
  async execute(token: string, password: string, request: RequestOrigin): Promise<void> {
    const passwordHash = await hashOfNewPassword(password, await this.links.whose(token, ['password-reset']));
    await this.links.use(token, ['password-reset'], request, (transaction, { accountId }) => this.change(transaction, accountId, passwordHash));
  }

  private async change(transaction: EntityManager, accountId: string, passwordHash: string): Promise<void> {
    const [account] = await transaction.query<{ email: string | null; language: string }[]>(readAccount, [accountId]);
    if (!account) throw new LinkUnusable();
    await transaction.update(Credential, { accountId }, { passwordHash, changedAt: new Date() });
    await this.endSessions.execute(transaction, accountId, 'the password was changed');
    await transaction.query(endOtherLinks, [accountId]);
    if (account.email !== null) await this.queueMail.execute(transaction, { kind: 'password-changed', to: account.email, language: account.language });
  }
}
