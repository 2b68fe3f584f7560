import { Injectable } from '@nestjs/common';
import { type PresentedToken, RefreshTokens } from './refresh-tokens';
import type { IssuedTokens } from './tokens';

@Injectable()
export class RefreshSignIn {
  constructor(private readonly refreshTokens: RefreshTokens) {}

  /** @throws SessionEnded; SessionLocked where the session was silent for longer than its role may be */
  execute(presented: PresentedToken): Promise<IssuedTokens> {
    return this.refreshTokens.renew(presented, false);
  }
}
