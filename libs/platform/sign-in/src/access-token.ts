import { type CryptoKey, type JWK, type JWTVerifyGetKey, SignJWT, createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';

/** What a verified access token says. */
export interface SignedInAccount {
  readonly accountId: string;
  readonly role: string;
  readonly sessionId: string;
}

const issuer = 'anamnesis';
/** The one algorithm that is accepted, so that a token can not choose its own. */
const algorithm = 'ES256';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
}

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

/** Where public keys come from: the file of this process, or the user service. */
export type PublicKeys = { readonly keys: readonly JWK[] } | { readonly url: URL };

/**
 * Checks access tokens. A signature is verified once for each token and process; then its result is remembered until the
 * token expires, because verifying costs more than everything else that a cached read does.
 */
export class AccessTokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new LRUCache<string, { account: SignedInAccount; expiresAt: number }>({ max: 10_000 });

  constructor(keys: PublicKeys) {
    this.keys = 'url' in keys ? createRemoteJWKSet(keys.url) : createLocalJWKSet({ keys: [...keys.keys] });
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

/** jose's own errors say that the token is bad; anything else (the user service does not answer) is not the token's fault. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && code.startsWith('ERR_J') && code !== 'ERR_JWKS_TIMEOUT';
}
