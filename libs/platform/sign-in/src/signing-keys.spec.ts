import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { AccessTokenVerifier, signAccessToken } from './access-token';
import { dropSecretKeys, keyIdOf, openSecretBox, rotateSecretKey } from './secret-box';
import { openKeyRing, rotateSigningKey } from './signing-keys';

const account = { accountId: '0198c0de-0000-7000-8000-000000000001', role: 'clerk', sessionId: '0198c0de-0000-7000-8000-000000000002' };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anamnesis-rotation-'));
});

afterEach(() => rm(folder, { recursive: true }));

const kid = (token: string): string | undefined => decodeProtectedHeader(token).kid;

describe('a rotation of the signing key', () => {
  it('is taken up by running processes: old tokens stay good, new ones are of the new key', async () => {
    const [signer, checker] = [await openKeyRing(folder), new AccessTokenVerifier({ ring: await openKeyRing(folder) })];
    const before = await signAccessToken(account, signer.current, 60);
    const { current, dropped } = await rotateSigningKey(folder);
    const after = await signAccessToken(account, (await signer.latest()).current, 60);
    expect([kid(after), kid(before) === kid(after), dropped]).toEqual([current, false, []]);
    for (const token of [after, before]) expect(await checker.verify(token)).toEqual(account);
  });

  it('drops an old key when its tokens have run out, and not before; its private part is gone at once', async () => {
    const first = (await openKeyRing(folder)).current.id;
    const second = (await rotateSigningKey(folder)).current;
    const kept = JSON.parse(await readFile(join(folder, 'access-token-keys.json'), 'utf8')) as { keys: { kid: string; d?: string }[] };
    expect(kept.keys.map((key) => [key.kid, 'd' in key])).toEqual([[second, true], [first, false]]);
    const soon = await rotateSigningKey(folder, new Date(Date.now() + 10 * 60_000));
    expect(soon.dropped).toEqual([]);
    const later = await rotateSigningKey(folder, new Date(Date.now() + 16 * 60_000));
    expect([later.dropped, (await openKeyRing(folder)).publicKeys.map((key) => key.kid)]).toEqual([[first], [later.current, soon.current, second]]);
    expect((await openKeyRing(folder)).publicKeys.map((key) => Object.keys(key).sort())).toEqual(Array(3).fill(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']));
  });

  it('loses none of several that are made at once, and leaves nothing behind', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => rotateSigningKey(folder)));
    const ring = await openKeyRing(folder);
    expect(ring.publicKeys).toHaveLength(6);
    expect(made.map(({ current }) => current)).toContain(ring.current.id);
    expect((await readdir(folder)).sort()).toEqual(['access-token-keys.json', 'secret-keys.json']);
    expect((await stat(join(folder, 'access-token-keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('does not wait for one that was killed', async () => {
    const lock = join(folder, 'access-token-keys.json.lock');
    await writeFile(lock, '');
    await utimes(lock, new Date(Date.now() - 61_000), new Date(Date.now() - 61_000));
    expect((await rotateSigningKey(folder)).current).toBe((await openKeyRing(folder)).current.id);
  });

  it('is good at once for who asks the user service for its keys, also where it was asked a moment ago', async () => {
    const ring = await openKeyRing(folder);
    let asked = 0;
    const server = createServer((_, answer) => {
      asked += 1;
      void ring.latest().then(({ publicKeys }) => answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: publicKeys })));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const verifier = new AccessTokenVerifier({ url: new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`) });
    const before = await signAccessToken(account, ring.current, 60);
    expect(await verifier.verify(before)).toEqual(account);
    await rotateSigningKey(folder);
    const after = await signAccessToken(account, (await ring.latest()).current, 60);
    expect(await verifier.verify(after)).toEqual(account);
    // Who invents keys does not make it asked for each of them.
    asked = 0;
    const foreign = (await openKeyRing(join(folder, 'foreign'))).current;
    const invented = await Promise.all(Array.from({ length: 50 }, async (_, number) => verifier.verify(await signAccessToken({ ...account, sessionId: String(number) }, { ...foreign, id: `invented-${String(number)}` }, 60))));
    expect(invented).toEqual(Array(50).fill(undefined));
    expect(asked).toBeLessThanOrEqual(3);
    server.closeAllConnections();
    server.close();
  });
});

describe('a secret in the box', () => {
  it('is opened by the same keys for the same owner only, and by nobody where a byte was changed', async () => {
    const box = await openSecretBox(folder);
    const sealed = box.seal('JBSWY3DPEHPK3PXP', 'anna');
    expect(sealed.includes('JBSWY3DPEHPK3PXP')).toBe(false);
    expect(box.seal('JBSWY3DPEHPK3PXP', 'anna').equals(sealed)).toBe(false);
    expect((await openSecretBox(folder)).open(sealed, 'anna')).toBe('JBSWY3DPEHPK3PXP');
    expect(() => box.open(sealed, 'bert')).toThrow();
    for (const at of [4, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(changed, 'anna')).toThrow();
    }
    const elsewhere = await openSecretBox(join(folder, 'elsewhere'));
    expect(() => elsewhere.open(sealed, 'anna')).toThrow('a key that is not in the folder of keys');
  });

  it('has keys that nobody else can read, one set for all who make it at once', async () => {
    const boxes = await Promise.all(Array.from({ length: 8 }, () => openSecretBox(folder)));
    const sealed = boxes[0]?.seal('a secret', 'anna') ?? Buffer.alloc(0);
    expect(boxes.map((box) => box.open(sealed, 'anna'))).toEqual(Array(8).fill('a secret'));
    expect((await stat(join(folder, 'secret-keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('is closed with the new key after a rotation, which others take up; the old one opens what it closed until it is dropped', async () => {
    const [here, there] = [await openSecretBox(folder), await openSecretBox(folder)];
    const before = here.seal('a secret', 'anna');
    await rotateSecretKey(folder);
    const after = (await here.latest()).seal('a secret', 'anna');
    expect([here.isOfNewestKey(before), here.isOfNewestKey(after)]).toEqual([false, true]);
    expect(() => there.open(after, 'anna')).toThrow('a key that is not in the folder of keys');
    expect([(await there.latest()).open(after, 'anna'), there.open(before, 'anna')]).toEqual(['a secret', 'a secret']);

    // One before the newest stays, and so does whatever is needed.
    expect(await dropSecretKeys(folder, new Set())).not.toContain(keyIdOf(before));
    await rotateSecretKey(folder);
    expect(await dropSecretKeys(folder, new Set([keyIdOf(before)]))).toEqual([]);
    expect(await dropSecretKeys(folder, new Set())).toEqual([keyIdOf(before)]);
    await there.latest();
    expect(there.open(after, 'anna')).toBe('a secret');
    expect(() => there.open(before, 'anna')).toThrow('a key that is not in the folder of keys');
  });
});
