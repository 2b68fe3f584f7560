import { Inject, Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { v7 } from 'uuid';
import { usernameKey } from './account.entity';
import { passwordIsRight } from './password';
import { RefreshToken, Session } from './session.entity';
import { DemonstrationAccountRefused, RoleNotHeld, SignInRefused } from './sign-in.errors';
import { SignInThrottle } from './sign-in-throttle';
import { type IssuedTokens, Tokens, newRefreshToken, sessionDays } from './tokens';

export const PRODUCTION = Symbol('production');

export interface SignInRequest {
  readonly username: string;
  readonly password: string;
  /** One of the account's; the first of them where none is asked for. */
  readonly role?: string | undefined;
  readonly address: string;
  /** What the client says it is, to be recognised in the list of sessions. */
  readonly device: string;
}

interface AccountRow {
  id: string;
  status: string;
  demonstration: boolean;
  password_hash: string;
  roles: string[];
}

const findAccount = {
  name: 'users.account-by-username',
  text: `SELECT a.id, a.status, a.demonstration, c.password_hash, array(SELECT DISTINCT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles
    FROM credential c JOIN account a ON a.id = c.account_id WHERE c.username_key = $1`,
};

@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly tokens: Tokens,
    private readonly accessLog: AccessLog,
    @Inject(PRODUCTION) private readonly production: boolean,
  ) {}

  /** @throws SignInRefused, SignInLocked, RoleNotHeld, DemonstrationAccountRefused */
  async execute({ username, password, role, address, device }: SignInRequest): Promise<IssuedTokens> {
    const key = usernameKey(username);
    await this.throttle.refuseWhileLocked(key, address);
    const [account] = await this.database.query<AccountRow>(findAccount, [key]);
    const right = await passwordIsRight(password, account?.password_hash);
    const [firstRole] = account?.roles ?? [];
    if (!account || !right || account.status !== 'active' || firstRole === undefined) {
      await this.throttle.failed(key, address);
      // Only a known account is named: what was typed may be a password in the wrong field.
      if (account) await this.accessLog.record({ acting: { accountId: account.id, role: firstRole ?? 'none', request: { address } }, action: 'refused', thing: 'Session' });
      throw new SignInRefused();
    }
    if (account.demonstration && this.production) throw new DemonstrationAccountRefused();
    if (role !== undefined && !account.roles.includes(role)) throw new RoleNotHeld();
    await this.throttle.succeeded(key, address);

    const session = { id: v7(), accountId: account.id, role: role ?? firstRole, device: device.slice(0, 200), expiresAt: new Date(Date.now() + sessionDays * 86_400_000) };
    const { token, tokenHash } = newRefreshToken();
    await this.database.inTransaction(async (transaction) => {
      await transaction.insert(Session, session);
      await transaction.insert(RefreshToken, { tokenHash, sessionId: session.id });
    });
    await this.accessLog.record({ acting: { accountId: account.id, role: session.role, request: { address } }, action: 'sign-in', thing: 'Session', thingId: session.id });
    return this.tokens.issue(session, account.roles, token);
  }
}
