import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { PresentedToken } from './refresh-tokens';
import type { Carrier } from './session.entity';
import { RoleNotHeld, SecondFactorNeeded, SessionEnded } from './sign-in.errors';
import { SignInRules } from './sign-in-rules';
import { StartSession, rolesOfActive } from './start-session';
import { type IssuedTokens, Tokens, refreshTokenHash } from './tokens';

/** Whoever comes second with the same session finds it ended. */
const endOld = `UPDATE session s SET revoked_at = clock_timestamp(), revoked_because = 'went on in another role'
  WHERE s.id = $1 AND s.account_id = $2 AND s.revoked_at IS NULL AND s.expires_at > now() AND s.carrier = $4
    AND EXISTS (SELECT FROM refresh_token t WHERE t.token_hash = $3 AND t.session_id = s.id AND t.used_at IS NULL)
  RETURNING s.device, s.carrier, s.expires_at AS "expiresAt"`;
const findAccount = 'SELECT demonstration, EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS second_factor FROM account a WHERE a.id = $1';

@Injectable()
export class SwitchRole {
  constructor(
    private readonly database: Database,
    private readonly startSession: StartSession,
    private readonly tokens: Tokens,
    private readonly accessLog: AccessLog,
    private readonly rules: SignInRules,
  ) {}

  /**
   * Another session takes the place of this one, so that the tokens of the old role are worth nothing a second later. It lasts no longer. The
   * refresh token is asked for: a stolen access token, good for minutes, must not become a session.
   * @throws RoleNotHeld, SecondFactorNeeded, SessionEnded
   */
  async execute(acting: Acting, role: string, { refreshToken: presented, carrier }: PresentedToken): Promise<IssuedTokens> {
    const { session, roles, refreshToken } = await this.database.inTransaction(async (transaction) => {
      const held = await rolesOfActive(transaction, acting.accountId);
      if (!held.includes(role)) throw new RoleNotHeld();
      const [account] = await transaction.query<{ demonstration: boolean; second_factor: boolean }[]>(findAccount, [acting.accountId]);
      if (account && !account.second_factor && this.rules.needsSecondFactor(role, account.demonstration)) throw new SecondFactorNeeded();
      const [[old]] = await transaction.query<[{ device: string; carrier: Carrier; expiresAt: Date }[], number]>(endOld, [acting.sessionId, acting.accountId, refreshTokenHash(presented), carrier]);
      const started = old && (await this.startSession.execute(transaction, { accountId: acting.accountId, role, ...old }));
      if (!started) throw new SessionEnded();
      return started;
    });
    await this.accessLog.record({ acting: { ...acting, role }, action: 'sign-in', thing: 'Session', thingId: session.id });
    return this.tokens.issue(session, roles, refreshToken);
  }
}
