import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '@anamnesis/sign-in';
import { Account } from '../accounts/account.entity';
import { QueueMail } from '../mail/queue-mail';
import { reserveEmail } from './email-key';
import { Links } from './links';
import { LinkUnusable } from './registration.errors';

const readAccount = "SELECT email, language, version FROM account WHERE id = $1 AND status = 'active' FOR UPDATE";

@Injectable()
export class ConfirmEmailChange {
  constructor(
    private readonly links: Links,
    private readonly queueMail: QueueMail,
  ) {}

  /** The new address is the account's from now on; the old one is told. @throws LinkUnusable */
  async execute(token: string, request: RequestOrigin): Promise<void> {
    await this.links.use(token, ['email-change'], request, async (transaction, { accountId, about }) => {
      const email = String(about['email']);
      const [account] = await transaction.query<{ email: string | null; language: string; version: number }[]>(readAccount, [accountId]);
      if (!account) throw new LinkUnusable();
      await transaction.query('DELETE FROM email_key WHERE account_id = $1', [accountId]);
      if (!(await reserveEmail(transaction, email, accountId))) throw new LinkUnusable();
      await transaction.update(Account, { id: accountId }, { email, version: account.version + 1 });
      if (account.email !== null) await this.queueMail.execute(transaction, { kind: 'email-changed', to: account.email, language: account.language });
    });
  }
}
