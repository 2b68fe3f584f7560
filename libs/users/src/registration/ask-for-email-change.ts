import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import { QueueMail } from '../mail/queue-mail';
import { OwnPassword } from '../sign-in/own-password';
import { accountOfEmail } from './email-key';
import { Links } from './links';
import { MailLimits } from './mail-limits';

const goodForHours = 24;
const readOwn = { name: 'users.own-language', text: "SELECT language FROM account WHERE id = $1 AND status = 'active'" };

@Injectable()
export class AskForEmailChange {
  constructor(
    private readonly database: Database,
    private readonly ownPassword: OwnPassword,
    private readonly limits: MailLimits,
    private readonly links: Links,
    private readonly queueMail: QueueMail,
  ) {}

  /**
   * Sends a link to the new address; nothing changes before it is used. Whether the address is somebody's is told to that mailbox alone.
   * @throws SignInEnded, PasswordNotRight, SignInLocked, TooMuchMailAskedFor
   */
  async execute(acting: Acting, email: string, password: string): Promise<void> {
    await this.limits.refuseFloodFrom(acting.accountId);
    const [own] = await this.database.query<{ language: string }>(readOwn, [acting.accountId]);
    if (!own) throw new SignInEnded();
    await this.ownPassword.check(acting, password);
    const mayMail = await this.limits.mayMail(email);
    await this.database.inTransaction(async (transaction) => {
      const known = await accountOfEmail(transaction, email);
      const goesOn = mayMail && !known;
      const token = await this.links.make(transaction, { purpose: 'email-change', accountId: acting.accountId, about: { email }, goodForHours: goesOn ? goodForHours : 0 });
      await this.queueMail.execute(transaction, {
        kind: goesOn ? 'email-change' : mayMail ? 'already-registered' : 'nobody', to: mayMail ? email : null, language: own.language, ...(goesOn ? { token } : {}), worthHours: goodForHours,
      });
    });
  }
}
