import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { PasswordNotRight } from '../accounts/account.errors';
import { passwordIsRight } from './password';
import { SignInThrottle } from './sign-in-throttle';

const findCredential = { name: 'users.own-credential', text: 'SELECT username_key, password_hash FROM credential WHERE account_id = $1' };

/** Asks somebody who is signed in once more for the password: before what a stolen access token must not be enough for. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly accessLog: AccessLog,
  ) {}

  /** Failures count as those of signing in. @param field its name in what was sent. @throws PasswordNotRight, SignInLocked, SignInBusy */
  async check(acting: Acting, password: string, field = 'password'): Promise<void> {
    const [credential] = await this.database.query<{ username_key: string; password_hash: string }>(findCredential, [acting.accountId]);
    const [key, address] = [credential?.username_key ?? acting.accountId, acting.request?.address ?? ''];
    const isTrusted = await this.throttle.admit(key, address);
    if (!(await this.throttle.judge(key, address, () => passwordIsRight(password, credential?.password_hash, isTrusted)))) {
      await this.accessLog.record({ acting, action: 'refused', thing: 'Credential' });
      throw new PasswordNotRight(field);
    }
    await this.throttle.succeeded(key, address);
  }
}
