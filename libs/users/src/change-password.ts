import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { actOnAccount } from './act-on-account';
import { EndSessionsOfAccount } from './end-sessions-of-account';
import { type OwnWords, judgePassword } from './judge-password';
import { leaveMail } from './mail/leave-mail';
import { OwnPassword } from './own-password';
import { hashPassword } from './password';

const findOwnWords = { name: 'users.own-words', text: 'SELECT username, names, email FROM account WHERE id = $1' };

@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly ownPassword: OwnPassword,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /** All sessions end but this one, and the account is told by mail. @throws PasswordNotRight, PasswordTooShort, PasswordTooCommon, PasswordHoldsOwnName, SignInLocked, SignInBusy */
  async execute(acting: Acting, { oldPassword, newPassword }: { readonly oldPassword: string; readonly newPassword: string }): Promise<void> {
    await this.ownPassword.check(acting, oldPassword, 'oldPassword');
    const [own = {}] = await this.database.query<OwnWords>(findOwnWords, [acting.accountId]);
    await judgePassword(newPassword, own, 'newPassword');
    const passwordHash = await hashPassword(newPassword);
    await this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      await this.endSessions.execute(transaction, acting.accountId, 'the password was changed', acting.sessionId === undefined ? {} : { except: acting.sessionId });
      await transaction.query('UPDATE credential SET password_hash = $1, changed_at = now() WHERE account_id = $2', [passwordHash, acting.accountId]);
      await leaveMail(transaction, 'password-changed', [{ id: v7(), accountId: acting.accountId }]);
    });
  }
}
