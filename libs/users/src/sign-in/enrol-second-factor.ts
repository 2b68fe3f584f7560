import { Inject, Injectable } from '@nestjs/common';
import { enrolling } from '@anamnesis/access';
import { Database } from '@anamnesis/database';
import type { Acting, KeyRing } from '@anamnesis/sign-in';
import { generateSecret, generateURI } from 'otplib';
import { actOnAccount } from '../accounts/act-on-account';
import { OwnPassword } from './own-password';
import { SecondFactorThere } from './sign-in.errors';
import { KEY_RING } from './tokens';

export interface Enrolment {
  /** Base32, for typing. */
  readonly secret: string;
  /** otpauth://, for the picture that an authenticator reads. */
  readonly uri: string;
}

const issuer = 'Anamnesis';

/** What is not confirmed is replaced: nobody can be shown the same secret twice. */
const keepSecret = `INSERT INTO second_factor AS f (account_id, secret) VALUES ($1, $2)
  ON CONFLICT (account_id) DO UPDATE SET secret = EXCLUDED.secret, enrolled_at = now() WHERE f.confirmed_at IS NULL RETURNING account_id`;

@Injectable()
export class EnrolSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly ownPassword: OwnPassword,
    @Inject(KEY_RING) private readonly ring: KeyRing,
  ) {}

  /**
   * Makes a secret for an authenticator, which is no second factor before a code of it was given. Whoever signs in and must enrol has just
   * given the password; everybody else is asked for it, since a stolen access token must not lock its owner out.
   * @throws PasswordNotRight, SecondFactorThere, SignInLocked
   */
  async execute(acting: Acting, password = ''): Promise<Enrolment> {
    if (acting.role !== enrolling) await this.ownPassword.check(acting, password);
    const secret = generateSecret();
    const sealed = (await this.ring.secrets.latest()).seal(secret, acting.accountId);
    const username = await this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      const [account] = await transaction.query<{ username: string }[]>('SELECT username FROM account WHERE id = $1 FOR SHARE', [acting.accountId]);
      const [kept] = await transaction.query<object[]>(keepSecret, [acting.accountId, sealed]);
      if (!account || !kept) throw new SecondFactorThere();
      return account.username;
    });
    return { secret, uri: generateURI({ issuer, label: username, secret }) };
  }
}
