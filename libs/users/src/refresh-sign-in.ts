import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { EntityManager } from 'typeorm';
import { RefreshToken, Session } from './session.entity';
import { SessionEnded } from './sign-in.errors';
import { type IssuedTokens, Tokens, newRefreshToken, refreshTokenHash } from './tokens';

/** A lost answer on a train: the same device may ask once more with the token before, while its successor has not been used. */
const graceSeconds = 60;

interface TokenRow {
  session_id: string;
  account_id: string;
  role: string;
  roles: string[];
  same_device: boolean;
  good: boolean;
  used: boolean;
  in_grace: boolean;
  successor_hash: Buffer | null;
  successor_used: boolean | null;
}

const findToken = `
  SELECT s.id AS session_id, s.account_id, s.role, s.device = $2 AS same_device,
         s.revoked_at IS NULL AND s.expires_at > now() AND a.status = 'active' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = s.role) AS good,
         array(SELECT DISTINCT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
         t.used_at IS NOT NULL AS used, t.used_at > now() - make_interval(secs => ${String(graceSeconds)}) AS in_grace,
         t.successor_hash, (SELECT n.used_at IS NOT NULL FROM refresh_token n WHERE n.token_hash = t.successor_hash) AS successor_used
    FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id
   WHERE t.token_hash = $1
     FOR UPDATE OF t, s`;

@Injectable()
export class RefreshSignIn {
  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Gives new tokens for a refresh token, once. A token that comes a second time was stolen, or its thief came first: the
   * whole family ends.
   * @throws SessionEnded
   */
  async execute(refreshToken: string, device: string): Promise<IssuedTokens> {
    const renewed = await this.database.inTransaction((transaction) => this.rotate(transaction, refreshTokenHash(refreshToken), device.slice(0, 200)));
    if (!renewed) throw new SessionEnded();
    const { found, token } = renewed;
    return this.tokens.issue({ id: found.session_id, accountId: found.account_id, role: found.role }, found.roles, token);
  }

  /** Undefined where the session has ended, so that ending it commits before anybody is told. */
  private async rotate(transaction: EntityManager, tokenHash: Buffer, device: string): Promise<{ found: TokenRow; token: string } | undefined> {
    const [found] = await transaction.query<TokenRow[]>(findToken, [tokenHash, device]);
    if (!found?.good) return undefined;
    if (found.used) {
      const answerWasLost = found.in_grace && found.same_device && found.successor_used === false;
      if (!answerWasLost) {
        await transaction.update(Session, { id: found.session_id }, { revokedAt: new Date(), revokedBecause: 'a refresh token was used twice' });
        return undefined;
      }
      if (found.successor_hash) await transaction.delete(RefreshToken, { tokenHash: found.successor_hash });
    }
    const next = newRefreshToken();
    await transaction.insert(RefreshToken, { tokenHash: next.tokenHash, sessionId: found.session_id });
    await transaction.update(RefreshToken, { tokenHash }, { usedAt: new Date(), successorHash: next.tokenHash });
    await transaction.update(Session, { id: found.session_id }, { lastUsedAt: new Date() });
    return { found, token: next.token };
  }
}
