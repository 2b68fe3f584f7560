import { Inject, Injectable, Optional } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport';
import { AccessTokenVerifier, type SignedInAccount } from './access-token';

/** Tells whether a session has ended before its access tokens ran out. */
export interface SessionCheck {
  hasEnded(sessionId: string): Promise<boolean>;
}

export const SESSIONS = Symbol('sessions');

type Verified = (error: unknown, account?: SignedInAccount) => void;

/**
 * Passport's way to a bearer token (RFC 6750). passport-jwt would verify the signature anew for each request; this leaves it
 * to the verifier, which remembers.
 */
class BearerStrategy extends Strategy {
  constructor(private readonly verify: (token: string, done: Verified) => void) {
    super();
  }

  override authenticate(request: { headers: { authorization?: string | undefined } }): void {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      this.fail(401);
      return;
    }
    this.verify(token, (error, account) => {
      if (error) this.error(error);
      else if (account) this.success(account);
      else this.fail(401);
    });
  }
}

@Injectable()
export class AccessTokenStrategy extends PassportStrategy(BearerStrategy, 'access-token') {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    @Optional() @Inject(SESSIONS) private readonly sessions?: SessionCheck,
  ) {
    super();
  }

  async validate(token: string): Promise<SignedInAccount | undefined> {
    const account = await this.verifier.verify(token);
    return account && (await this.sessions?.hasEnded(account.sessionId)) ? undefined : account;
  }
}
