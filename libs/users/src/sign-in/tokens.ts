import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type KeyRing, signAccessToken } from '@anamnesis/sign-in';
import type { Carrier, Session } from './session.entity';
import { SignInRules } from './sign-in-rules';

export const KEY_RING = Symbol('key ring');

export const sessionDays = 30;

/** What a sign-in gives: the shape that clients get, but for where the refresh token is carried. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds that the access token is good. */
  readonly expiresIn: number;
  readonly role: string;
  readonly roles: readonly string[];
  readonly carrier: Carrier;
}

/** Opaque and random; only its hash is kept. */
export function newRefreshToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: refreshTokenHash(token) };
}

export function refreshTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

@Injectable()
export class Tokens {
  constructor(
    @Inject(KEY_RING) private readonly ring: KeyRing,
    private readonly rules: SignInRules,
  ) {}

  async issue(session: Pick<Session, 'id' | 'accountId' | 'role' | 'carrier'>, roles: readonly string[], refreshToken: string): Promise<IssuedTokens> {
    const expiresIn = this.rules.accessTokenSeconds(session.role);
    const accessToken = await this.accessToken(session, expiresIn);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn, role: session.role, roles, carrier: session.carrier };
  }

  async accessToken(session: Pick<Session, 'id' | 'accountId' | 'role'>, seconds: number): Promise<string> {
    const { current } = await this.ring.latest();
    return signAccessToken({ accountId: session.accountId, role: session.role, sessionId: session.id }, current, seconds);
  }
}
