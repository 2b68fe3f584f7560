import { createHash, randomBytes } from 'node:crypto';

/** 256 bits for a link in a mail; only their hash is kept. */
export function newLinkSecret(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: linkSecretHash(token) };
}

export function linkSecretHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
