import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { actOnAccount } from '../accounts/act-on-account';
import { EndSessionsOfAccount } from './end-sessions-of-account';
import { deleteSecondFactor } from './forget-second-factor';
import { OwnPassword } from './own-password';
import { SecondFactors } from './second-factors';
import { CodeNotRight } from './sign-in.errors';

@Injectable()
export class RemoveSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly ownPassword: OwnPassword,
    private readonly secondFactors: SecondFactors,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /** Takes authenticator and recovery codes away; who must have one enrols another at the next sign-in. Other sessions end. @throws PasswordNotRight, CodeNotRight, SignInLocked */
  async execute(acting: Acting, password: string, code: string): Promise<void> {
    await this.ownPassword.check(acting, password);
    if (!(await this.secondFactors.use(acting, code))) throw new CodeNotRight();
    await this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      await deleteSecondFactor(transaction, acting.accountId);
      await this.endSessions.execute(transaction, acting.accountId, 'the second factor was taken away', acting.sessionId === undefined ? {} : { except: acting.sessionId });
    });
  }
}
