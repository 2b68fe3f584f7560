import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { QueueMail } from '../mail/queue-mail';
import { accountOfEmail } from './email-key';
import { Links } from './links';
import { MailLimits } from './mail-limits';

const goodForHours = 1;

@Injectable()
export class ForgotPassword {
  constructor(
    private readonly database: Database,
    private readonly limits: MailLimits,
    private readonly links: Links,
    private readonly queueMail: QueueMail,
  ) {}

  /** Sends the link to the address that the account has; where there is none, the same is done, and the mail goes to nobody. @throws TooMuchMailAskedFor */
  async execute(email: string, address: string): Promise<void> {
    await this.limits.refuseFloodFrom(address);
    const mayMail = await this.limits.mayMail(email);
    await this.database.inTransaction(async (transaction) => {
      const known = await accountOfEmail(transaction, email);
      const to = mayMail && known?.active ? known : undefined;
      const token = await this.links.make(transaction, { purpose: 'password-reset', accountId: to?.id, goodForHours: to ? goodForHours : 0 });
      await this.queueMail.execute(transaction, { kind: to ? 'password-reset' : 'nobody', to: to?.email ?? null, language: to?.language ?? 'en', ...(to ? { token } : {}), worthHours: goodForHours });
    });
  }
}
