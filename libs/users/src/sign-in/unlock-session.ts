import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { passwordIsRight } from './password';
import { type PresentedToken, RefreshTokens } from './refresh-tokens';
import { SecondFactors } from './second-factors';
import { SessionEnded, UnlockRefused } from './sign-in.errors';
import { SignInThrottle } from './sign-in-throttle';
import { type IssuedTokens, refreshTokenHash } from './tokens';

/** One of the two: whoever is asked knows which they have. */
export type Proof = { readonly password: string } | { readonly code: string };

interface Owner {
  account_id: string;
  session_id: string;
  role: string;
  username_key: string;
  password_hash: string;
}

const findOwner = {
  name: 'users.owner-of-session',
  text: `SELECT s.account_id, s.id AS session_id, s.role, c.username_key, c.password_hash
    FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN credential c ON c.account_id = s.account_id JOIN account a ON a.id = s.account_id
   WHERE t.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND a.status = 'active'`,
};

@Injectable()
export class UnlockSession {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly secondFactors: SecondFactors,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessLog: AccessLog,
  ) {}

  /** Goes on with a session that was silent for too long. Failures count as those of signing in. @throws SessionEnded, UnlockRefused, SignInLocked, SignInBusy */
  async execute(presented: PresentedToken, proof: Proof, address: string): Promise<IssuedTokens> {
    const [owner] = await this.database.query<Owner>(findOwner, [refreshTokenHash(presented.refreshToken)]);
    if (!owner) throw new SessionEnded();
    const acting = { accountId: owner.account_id, role: owner.role, sessionId: owner.session_id, request: { address } };
    const isTrusted = await this.throttle.admit(owner.username_key, address);
    if (!(await this.throttle.judge(owner.username_key, address, () => this.isRight(acting, owner, proof, isTrusted)))) {
      await this.accessLog.record({ acting, action: 'refused', thing: 'Session', thingId: owner.session_id });
      throw new UnlockRefused();
    }
    await this.throttle.succeeded(owner.username_key, address);
    const tokens = await this.refreshTokens.renew(presented, true);
    await this.accessLog.record({ acting, action: 'sign-in', thing: 'Session', thingId: owner.session_id });
    return tokens;
  }

  private isRight(acting: Acting, owner: Owner, proof: Proof, isTrusted: boolean): Promise<boolean> {
    return 'password' in proof ? passwordIsRight(proof.password, owner.password_hash, isTrusted) : this.secondFactors.use(acting, proof.code);
  }
}
