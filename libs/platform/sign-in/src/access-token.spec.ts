import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, SignJWT, exportJWK, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { AccessTokenVerifier, signAccessToken } from './access-token';
import { admit } from './admit';
import { NotSignedIn, RoleNotAllowed } from './sign-in.errors';
import type { KeyRing } from './key-ring';
import { openKeyRing } from './signing-keys';

const account = { accountId: '0198c0de-0000-7000-8000-000000000001', role: 'doctor', sessionId: '0198c0de-0000-7000-8000-000000000002' };

let folder: string;
let ring: KeyRing;
let verifier: AccessTokenVerifier;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anamnesis-keys-'));
  ring = await openKeyRing(join(folder, 'keys'));
  verifier = new AccessTokenVerifier({ keys: ring.publicKeys });
});

afterAll(() => rm(folder, { recursive: true }));

describe('the key ring', () => {
  it('is one, however many processes make it at once', async () => {
    const rings = await Promise.all(Array.from({ length: 12 }, () => openKeyRing(join(folder, 'raced'))));
    expect(new Set(rings.map(({ current }) => current.id)).size).toBe(1);
    expect(new Set(rings.map(({ publicKeys }) => JSON.stringify(publicKeys))).size).toBe(1);
    expect(await readdir(join(folder, 'raced'))).toEqual(['access-token-keys.json', 'secret-keys.json']);
  });

  it('is made once, readable by nobody else, and found again', async () => {
    const file = join(folder, 'keys/access-token-keys.json');
    expect([(await stat(file)).mode & 0o777, (await stat(join(folder, 'keys'))).mode & 0o777]).toEqual([0o600, 0o700]);
    const before = await readFile(file, 'utf8');
    expect((await openKeyRing(join(folder, 'keys'))).current.id).toBe(ring.current.id);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('shows no private part', () => {
    expect(ring.publicKeys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
  });
});

describe('an access token', () => {
  it('says who was signed in, in which role and session', async () => {
    expect(await verifier.verify(await signAccessToken(account, ring.current, 60))).toEqual(account);
  });

  it('is good no longer than it says, also when it was seen before', async () => {
    // Counted in whole seconds: of one second there could be a millisecond left.
    const token = await signAccessToken(account, ring.current, 2);
    expect(await verifier.verify(token)).toEqual(account);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await verifier.verify(token)).toBeUndefined();
    expect(await new AccessTokenVerifier({ keys: ring.publicKeys }).verify(token)).toBeUndefined();
  });

  it('is refused from another key, issuer, audience, type or algorithm, and without its claims', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const own = await generateKeyPair('ES256', { extractable: true });
    const unsigned = (payload = '') => `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid: ring.current.id })).toString('base64url')}.${payload}.`;
    const made = (change: (token: SignJWT) => SignJWT, key: Parameters<SignJWT['sign']>[0] = ring.current.privateKey, header = {}) =>
      change(new SignJWT({ role: 'doctor', sid: account.sessionId }).setProtectedHeader({ alg: 'ES256', kid: ring.current.id, typ: 'at+jwt', ...header }).setIssuer('anamnesis').setAudience('anamnesis').setSubject(account.accountId).setExpirationTime('1 minute')).sign(key);
    const same = (token: SignJWT) => token;
    expect(await verifier.verify(await made(same))).toEqual(account);
    for (const token of [
      await made(same, privateKey),
      await made((token) => token.setIssuer('elsewhere')),
      await made((token) => token.setAudience('elsewhere')),
      await made(same, ring.current.privateKey, { typ: 'JWT' }),
      await made(same, new TextEncoder().encode('a secret that is long enough for HS256'), { alg: 'HS256' }),
      // The public key, which everybody can read, taken for a secret: as its JWK and as PEM.
      await made(same, new TextEncoder().encode(JSON.stringify(ring.publicKeys[0])), { alg: 'HS256' }),
      await made(same, new TextEncoder().encode(await exportSPKI((await importJWK(ring.publicKeys[0] ?? { kty: 'EC' }, 'ES256')) as CryptoKey)), { alg: 'HS256' }),
      await made(same, (await generateKeyPair('RS256')).privateKey, { alg: 'RS256' }),
      await made(same, (await generateKeyPair('ES384')).privateKey, { alg: 'ES384' }),
      // A key of the forger's own, brought with the token.
      await made(same, own.privateKey, { jwk: await exportJWK(own.publicKey) }),
      await made(same, own.privateKey, { kid: 'another', jku: 'http://127.0.0.1:9/jwks.json' }),
      await made(same, privateKey, { kid: undefined }),
      await made(same, ring.current.privateKey, { kid: '../../etc/passwd' }),
      await made((token) => token.setExpirationTime('-1 second')),
      await made((token) => token.setNotBefore('10 minutes')),
      unsigned((await made(same)).split('.')[1]),
      await new SignJWT({ role: 'doctor', sid: 'x' }).setProtectedHeader({ alg: 'ES256', kid: ring.current.id, typ: 'at+jwt' }).setIssuer('anamnesis').setAudience('anamnesis').setSubject('x').sign(ring.current.privateKey),
      'nonsense',
      '',
    ]) expect(await verifier.verify(token)).toBeUndefined();
  });

  it('that can not be checked because the user service does not answer is not called bad', async () => {
    const unreachable = new AccessTokenVerifier({ url: new URL('http://127.0.0.1:9/jwks.json') });
    await expect(unreachable.verify(await signAccessToken(account, ring.current, 60))).rejects.toThrow();
  });

  it('is admitted at the gateway where its role may call the route', async () => {
    const authorization = `Bearer ${await signAccessToken(account, ring.current, 60)}`;
    await expect(admit(verifier, authorization, ['doctor'])).resolves.toBeUndefined();
    await expect(admit(verifier, undefined, 'anyone')).resolves.toBeUndefined();
    await expect(admit(verifier, authorization, ['admin'])).rejects.toThrow(RoleNotAllowed);
    for (const bad of [undefined, 'Bearer', 'Basic eDp5', 'Bearer x']) await expect(admit(verifier, bad, ['doctor'])).rejects.toThrow(NotSignedIn);
  });
});
