import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { enrolling } from '@anamnesis/access';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { NIL, v7 } from 'uuid';
import { usernameKey } from '../accounts/account.entity';
import { actOnAccount } from '../accounts/act-on-account';
import { hashPassword, isOutdated, passwordIsRight } from './password';
import { SecondFactors } from './second-factors';
import { type Carrier, Session } from './session.entity';
import { CodeRefused, DemonstrationAccountRefused, RoleNotHeld, SignInRefused } from './sign-in.errors';
import { SignInRules, accessTokenSeconds } from './sign-in-rules';
import { SignInThrottle } from './sign-in-throttle';
import { StartSession } from './start-session';
import { type IssuedTokens, Tokens } from './tokens';

export interface SignInRequest {
  readonly username: string;
  readonly password: string;
  /** Of the account's authenticator, or a recovery code; asked for where it is missing. */
  readonly code?: string | undefined;
  /** One of the account's; the first of them where none is asked for. */
  readonly role?: string | undefined;
  readonly carrier?: Carrier | undefined;
  readonly address: string;
  /** What the client says it is, to be recognised in the list of sessions. */
  readonly device: string;
}

/** What is wanted besides the password: a code, with the same request; or an authenticator, which the token is good for enrolling. */
export type SecondFactorAsked = { readonly mfa: 'code' } | { readonly mfa: 'enrol'; readonly token: string };

interface AccountRow {
  id: string;
  status: string;
  demonstration: boolean;
  password_hash: string;
  second_factor: boolean;
  roles: string[];
}

const findAccount = {
  name: 'users.account-by-username',
  text: `SELECT a.id, a.status, a.demonstration, c.password_hash, EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS second_factor,
      array(SELECT DISTINCT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles
    FROM credential c JOIN account a ON a.id = c.account_id WHERE c.username_key = $1`,
};

@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly secondFactors: SecondFactors,
    private readonly startSession: StartSession,
    private readonly tokens: Tokens,
    private readonly accessLog: AccessLog,
    private readonly rules: SignInRules,
  ) {}

  /** @throws SignInRefused, CodeRefused, SignInLocked, SignInBusy, RoleNotHeld, DemonstrationAccountRefused */
  async execute({ username, password, code, role: wanted, carrier = 'body', address, device }: SignInRequest): Promise<IssuedTokens | SecondFactorAsked> {
    const key = usernameKey(username);
    const isTrusted = await this.throttle.admit(key, address);
    const { account, role, acting } = await this.throttle.judge(key, address, () => this.knownByPassword(key, { password, role: wanted, address }, isTrusted));
    if (account.second_factor) {
      if (code === undefined) {
        await this.throttle.takeBack(key, address);
        return { mfa: 'code' };
      }
      if (!(await this.secondFactors.use(acting, code))) {
        await this.accessLog.record({ acting, action: 'refused', thing: 'Session' });
        throw new CodeRefused();
      }
    }
    await this.throttle.succeeded(key, address);
    if (!account.second_factor && this.rules.needsSecondFactor(role, account.demonstration)) return { mfa: 'enrol', token: await this.tokenForEnrolling(account.id, role, carrier, device) };

    const newHash = isOutdated(account.password_hash) ? await hashPassword(password) : undefined;
    const started = await this.database.inTransaction(async (transaction) => {
      if (newHash !== undefined) {
        await actOnAccount(transaction, acting);
        await transaction.query('UPDATE credential SET password_hash = $1 WHERE account_id = $2 AND password_hash = $3', [newHash, account.id, account.password_hash]);
      }
      return this.startSession.execute(transaction, { accountId: account.id, role, device, carrier });
    });
    if (!started) throw new SignInRefused();
    await this.accessLog.record({ acting, action: 'sign-in', thing: 'Session', thingId: started.session.id });
    return this.tokens.issue(started.session, started.roles, started.refreshToken);
  }

  /** The work is the same, and takes as long, for a name that nobody has. */
  private async knownByPassword(key: string, { password, role: wanted, address }: Pick<SignInRequest, 'password' | 'role' | 'address'>, isTrusted: boolean): Promise<{ account: AccountRow; role: string; acting: Acting }> {
    const [account] = await this.database.query<AccountRow>(findAccount, [key]);
    const right = await passwordIsRight(password, account?.password_hash, isTrusted);
    const role = wanted ?? account?.roles[0];
    const acting = { accountId: account?.id ?? NIL, role: role ?? 'none', request: { address } };
    if (!account || !right || account.status !== 'active' || role === undefined) {
      // What was typed is not kept: it may be a password in the wrong field.
      await this.accessLog.record({ acting, action: 'refused', thing: 'Session' });
      throw new SignInRefused();
    }
    if (account.demonstration && this.rules.production) throw new DemonstrationAccountRefused();
    if (!account.roles.includes(role)) throw new RoleNotHeld();
    return { account, role, acting };
  }

  /** A session that can not be refreshed, whose token opens what enrolling needs and nothing else. */
  private async tokenForEnrolling(accountId: string, role: string, carrier: Carrier, device: string): Promise<string> {
    const session = { id: v7(), accountId, role, carrier };
    await this.database.inTransaction((transaction) => transaction.insert(Session, { ...session, device: device.slice(0, 200), expiresAt: new Date(Date.now() + accessTokenSeconds * 1000) }));
    return this.tokens.accessToken({ ...session, role: enrolling }, accessTokenSeconds);
  }
}
