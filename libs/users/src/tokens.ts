import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type SigningKey, signAccessToken } from '@anamnesis/sign-in';
import type { Session } from './session.entity';

export const SIGNING_KEY = Symbol('signing key');

/** Short, because a role that is taken away is seen when a chart is opened, and everything else waits for this to run out. */
export const accessTokenSeconds = 600;
export const sessionDays = 30;

/** What a sign-in gives: the shape that clients get. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds that the access token is good. */
  readonly expiresIn: number;
  readonly role: string;
  readonly roles: readonly string[];
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
  constructor(@Inject(SIGNING_KEY) private readonly key: SigningKey) {}

  async issue(session: Pick<Session, 'id' | 'accountId' | 'role'>, roles: readonly string[], refreshToken: string): Promise<IssuedTokens> {
    const accessToken = await signAccessToken({ accountId: session.accountId, role: session.role, sessionId: session.id }, this.key, accessTokenSeconds);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, role: session.role, roles };
  }
}
