import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { actOnAccount } from '../accounts/act-on-account';
import { renewRecoveryCodes } from './recovery-codes';
import { SecondFactors } from './second-factors';
import { CodeNotRight } from './sign-in.errors';

@Injectable()
export class RenewRecoveryCodes {
  constructor(
    private readonly database: Database,
    private readonly secondFactors: SecondFactors,
  ) {}

  /** Makes all that there were worthless. @returns the new ones, for the one time that they are shown. @throws CodeNotRight, SignInLocked */
  async execute(acting: Acting, code: string): Promise<string[]> {
    if (!(await this.secondFactors.use(acting, code))) throw new CodeNotRight();
    return this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      return renewRecoveryCodes(transaction, acting.accountId);
    });
  }
}
