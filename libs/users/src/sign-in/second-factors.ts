import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting, KeyRing } from '@anamnesis/sign-in';
import { verifySync } from 'otplib';
import { actOnAccount } from '../accounts/act-on-account';
import { SecondFactorUnreadable } from './sign-in.errors';
import { SignInThrottle } from './sign-in-throttle';
import { KEY_RING } from './tokens';

const findSecret = { name: 'users.second-factor', text: 'SELECT secret, confirmed_at IS NOT NULL AS confirmed FROM second_factor WHERE account_id = $1' };
/** Of two that bring the same code at once, at whatever instance, one gets the row: the other finds the step taken. */
const takeStep = {
  name: 'users.take-second-factor-step',
  text: `INSERT INTO second_factor_step AS t (account_id, step) VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE SET step = EXCLUDED.step WHERE t.step < EXCLUDED.step RETURNING step`,
};
const useRecoveryCode = `UPDATE recovery_code SET used_at = now() WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING id`;

/** A clock that is half a minute wrong, or a code that was typed slowly. */
const toleranceSeconds = 30;

/** Codes of authenticators, and recovery codes in their place. Each is good once. */
@Injectable()
export class SecondFactors {
  private readonly logger = new Logger(SecondFactors.name);

  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    @Inject(KEY_RING) private readonly ring: KeyRing,
  ) {}

  /** Uses up a code of the account's authenticator, or a recovery code. @returns whether it was right. @throws SignInLocked, SecondFactorUnreadable */
  async use(acting: Acting, typed: string): Promise<boolean> {
    const code = plain(typed);
    return isAuthenticatorCode(code) ? this.useCode(acting.accountId, code, true) : this.useRecoveryCode(acting, code);
  }

  /** The same for the first code of an authenticator that is being enrolled, which is no way in yet. */
  async useFirst({ accountId }: Acting, typed: string): Promise<boolean> {
    const code = plain(typed);
    return isAuthenticatorCode(code) && this.useCode(accountId, code, false);
  }

  private async useCode(accountId: string, code: string, confirmed: boolean): Promise<boolean> {
    await this.throttle.admitCode(accountId);
    const [factor] = await this.database.query<{ secret: Buffer; confirmed: boolean }>(findSecret, [accountId]);
    if (factor?.confirmed !== confirmed) return false;
    const judged = verifySync({ secret: await this.opened(factor.secret, accountId), token: code, epochTolerance: toleranceSeconds });
    if (!judged.valid || !('timeStep' in judged)) return false;
    const [taken] = await this.database.query(takeStep, [accountId, judged.timeStep]);
    if (!taken) return false;
    await this.throttle.codeSucceeded(accountId);
    return true;
  }

  /** Not the fault of who signs in, and they can do something: the secret was changed, or its key is lost from the folder of keys. */
  private async opened(secret: Buffer, accountId: string): Promise<string> {
    try {
      return (await this.ring.secrets.latest()).open(secret, accountId);
    } catch (error) {
      this.logger.error({ err: error, accountId }, 'The secret of an authenticator can not be opened');
      throw new SecondFactorUnreadable();
    }
  }

  private async useRecoveryCode(acting: Acting, code: string): Promise<boolean> {
    return this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      const [used] = await transaction.query<[{ id: string }[], number]>(useRecoveryCode, [acting.accountId, recoveryCodeHash(code)]);
      return used.length === 1;
    });
  }
}

/** As it is typed: in groups, in capitals. */
function plain(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '');
}

const isAuthenticatorCode = (code: string): boolean => /^[0-9]{6}$/.test(code);

/** Not stretched: it is 80 random bits. */
export function recoveryCodeHash(code: string): Buffer {
  return createHash('sha256').update(plain(code)).digest();
}
