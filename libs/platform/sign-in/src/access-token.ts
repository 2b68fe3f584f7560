import { setTimeout as pause } from 'node:timers/promises';
import { type JWK, type JWTVerifyGetKey, SignJWT, createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { KeyRing, SigningKey } from './key-ring';

/** What a verified access token says. */
export interface SignedInAccount {
  readonly accountId: string;
  readonly role: string;
  readonly sessionId: string;
}

const issuer = 'anamnesis';
/** The one algorithm that is accepted, so that a token can not choose its own. */
const algorithm = 'ES256';

/** @param seconds how long it is good; short, because only opening a chart looks at the account again */
export function signAccessToken(account: SignedInAccount, key: SigningKey, seconds: number): Promise<string> {
  return new SignJWT({ role: account.role, sid: account.sessionId })
    .setProtectedHeader({ alg: algorithm, kid: key.id, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(account.accountId)
    .setIssuedAt()
    .setExpirationTime(`${seconds} seconds`)
    .sign(key.privateKey);
}

/** Where public keys come from: given, the ring of this process, or the user service. */
export type PublicKeys = { readonly keys: readonly JWK[] } | { readonly ring: KeyRing } | { readonly url: URL };

/** A token of a key that is not known makes the user service be asked again, so that a new key is good at once; no more often than this. */
const askAgainMs = 1000;

/**
 * Checks access tokens. A signature is verified once for each token and process; then its result is remembered until the
 * token expires, because verifying costs more than everything else that a cached read does.
 */
export class AccessTokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new LRUCache<string, { account: SignedInAccount; expiresAt: number }>({ max: 10_000 });

  constructor(keys: PublicKeys) {
    if ('url' in keys) this.keys = askingAgain(createRemoteJWKSet(keys.url, { cooldownDuration: askAgainMs }));
    else if ('ring' in keys) this.keys = async (header, token) => createLocalJWKSet({ keys: [...(await withKey(keys.ring, header.kid)).publicKeys] })(header, token);
    else this.keys = createLocalJWKSet({ keys: [...keys.keys] });
  }

  /** The account, or undefined for a token that is not good for whatever reason: the caller learns no more than that. */
  async verify(token: string): Promise<SignedInAccount | undefined> {
    const remembered = this.verified.get(token);
    if (remembered && remembered.expiresAt > Date.now()) return remembered.account;
    try {
      const { payload } = await jwtVerify(token, this.keys, { algorithms: [algorithm], issuer, audience: issuer, typ: 'at+jwt', requiredClaims: ['sub', 'exp', 'role', 'sid'] });
      const account = { accountId: String(payload.sub), role: String(payload['role']), sessionId: String(payload['sid']) };
      this.verified.set(token, { account, expiresAt: Number(payload.exp) * 1000 });
      return account;
    } catch (refusal) {
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }
}

/** The ring as it is, or as it is by now where the key is not in it. */
async function withKey(ring: KeyRing, id: string | undefined): Promise<KeyRing> {
  return ring.publicKeys.some(({ kid }) => kid === id) ? ring : ring.latest();
}

/** Where the user service was asked a moment ago, a key that is not known may be newer than that: it is asked once more as soon as it may be. */
function askingAgain(remote: ReturnType<typeof createRemoteJWKSet>): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !remote.coolingDown) throw error;
      await pause(askAgainMs);
      return remote(header, token);
    }
  };
}

/** jose's own errors say that the token is bad; anything else (the user service does not answer) is not the token's fault. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && code.startsWith('ERR_J') && code !== 'ERR_JWKS_TIMEOUT';
}
