import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { EntityManager } from 'typeorm';
import { type Carrier, RefreshToken } from './session.entity';
import { SessionEnded, SessionLocked } from './sign-in.errors';
import { SignInRules } from './sign-in-rules';
import { type IssuedTokens, Tokens, newRefreshToken, refreshTokenHash } from './tokens';

/** A lost answer on a train: the same device may ask once more with the token before, while its successor has not been used. */
const graceSeconds = 60;

/** A refresh token as it comes from a client. */
export interface PresentedToken {
  readonly refreshToken: string;
  readonly carrier: Carrier;
  /** What the client says it is. */
  readonly device: string;
}

interface TokenRow {
  session_id: string;
  account_id: string;
  role: string;
  carrier: Carrier;
  roles: string[];
  same_device: boolean;
  silent_seconds: number;
  good: boolean;
  used: boolean;
  in_grace: boolean;
  successor_hash: Buffer | null;
  successor_used: boolean | null;
}

const findToken = `
  SELECT s.id AS session_id, s.account_id, s.role, s.carrier, s.device = $2 AS same_device, extract(epoch FROM now() - s.last_used_at)::integer AS silent_seconds,
         s.revoked_at IS NULL AND s.expires_at > now() AND a.status = 'active' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = s.role) AS good,
         array(SELECT DISTINCT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
         t.used_at IS NOT NULL AS used, t.used_at > now() - make_interval(secs => ${String(graceSeconds)}) AS in_grace,
         t.successor_hash, (SELECT n.used_at IS NOT NULL FROM refresh_token n WHERE n.token_hash = t.successor_hash) AS successor_used
    FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id
   WHERE t.token_hash = $1
     FOR UPDATE OF t, s`;
const endSession = 'UPDATE session SET revoked_at = clock_timestamp(), revoked_because = $2 WHERE id = $1 AND revoked_at IS NULL';

type Rotated = { readonly outcome: 'ended' } | { readonly outcome: 'locked' } | { readonly outcome: 'renewed'; readonly found: TokenRow; readonly token: string };

/** Gives new tokens for a refresh token, once. */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
    private readonly rules: SignInRules,
  ) {}

  /**
   * A token that comes a second time was stolen, or its thief came first: the whole family ends. So it does where a token that is kept in a
   * cookie comes in a body, or the other way round.
   * @param unlocks whether who brings it has shown that they are not only somebody at the same desk
   * @throws SessionEnded, SessionLocked
   */
  async renew(presented: PresentedToken, unlocks: boolean): Promise<IssuedTokens> {
    const renewed = await this.database.inTransaction((transaction) => this.rotate(transaction, presented, unlocks));
    if (renewed.outcome === 'ended') throw new SessionEnded();
    if (renewed.outcome === 'locked') throw new SessionLocked();
    const { found, token } = renewed;
    return this.tokens.issue({ id: found.session_id, accountId: found.account_id, role: found.role, carrier: found.carrier }, found.roles, token);
  }

  /** Throws nothing, so that ending a session commits before anybody is told. */
  private async rotate(transaction: EntityManager, { refreshToken, carrier, device }: PresentedToken, unlocks: boolean): Promise<Rotated> {
    const tokenHash = refreshTokenHash(refreshToken);
    const [found] = await transaction.query<TokenRow[]>(findToken, [tokenHash, device.slice(0, 200)]);
    if (!found?.good) return { outcome: 'ended' };
    const answerWasLost = found.used && found.in_grace && found.same_device && found.successor_used === false;
    if (found.carrier !== carrier || (found.used && !answerWasLost)) {
      await transaction.query(endSession, [found.session_id, found.carrier === carrier ? 'a refresh token was used twice' : 'a refresh token came from where it is not kept']);
      return { outcome: 'ended' };
    }
    if (!unlocks && found.silent_seconds > this.rules.idleSeconds(found.role)) return { outcome: 'locked' };
    if (found.successor_hash) await transaction.delete(RefreshToken, { tokenHash: found.successor_hash });
    const next = newRefreshToken();
    await transaction.insert(RefreshToken, { tokenHash: next.tokenHash, sessionId: found.session_id });
    await transaction.update(RefreshToken, { tokenHash }, { usedAt: new Date(), successorHash: next.tokenHash });
    // Which device is forgiven a lost answer: the one that used the token. Of a thief who was first, the owner is another one.
    await transaction.query('UPDATE session SET last_used_at = now(), device = $2 WHERE id = $1', [found.session_id, device.slice(0, 200)]);
    return { outcome: 'renewed', found, token: next.token };
  }
}
