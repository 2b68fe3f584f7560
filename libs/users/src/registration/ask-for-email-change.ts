import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../chart.errors';
import { QueueMail } from '../mail/queue-mail';
import { passwordIsRight } from '../password';
import { accountOfEmail } from './email-key';
import { Links } from './links';
import { MailLimits } from './mail-limits';
import { PasswordWrong } from './registration.errors';

const goodForHours = 24;
const readOwn = { name: 'users.own-password', text: "SELECT a.language, c.password_hash FROM account a JOIN credential c ON c.account_id = a.id WHERE a.id = $1 AND a.status = 'active'" };

@Injectable()
export class AskForEmailChange {
  constructor(
    private readonly database: Database,
    private readonly limits: MailLimits,
    private readonly links: Links,
    private readonly queueMail: QueueMail,
  ) {}

  /**
   * Sends a link to the new address; nothing changes before it is used. Whether the address is somebody's is told to that mailbox alone.
   * @throws SignInEnded, PasswordWrong, TooMuchMailAskedFor
   */
  async execute(acting: Acting, email: string, password: string): Promise<void> {
    // Also a limit of guesses at the password by whoever found a device signed in.
    await this.limits.refuseFloodFrom(acting.accountId);
    const [own] = await this.database.query<{ language: string; password_hash: string }>(readOwn, [acting.accountId]);
    if (!own) throw new SignInEnded();
    if (!(await passwordIsRight(password, own.password_hash))) throw new PasswordWrong();
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
