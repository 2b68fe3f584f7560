import { join } from 'node:path';
import { type CryptoKey, type JWK, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { KeyFile } from './key-file';
import type { KeyRing, SigningKey } from './key-ring';
import { type SecretBox, openSecretBox } from './secret-box';

/** How long the public part of a key that was replaced is kept: as long as a token can be good, and some minutes for clocks. */
const keptAfterSeconds = 900;

/** A key of the ring: what was replaced has no private part any more. */
interface RingKey extends JWK {
  /** RFC 3339. */
  replacedAt?: string;
}

class FileKeyRing implements KeyRing {
  current!: SigningKey;
  publicKeys: readonly JWK[] = [];
  private state = '';

  constructor(
    private readonly file: KeyFile<RingKey>,
    readonly secrets: SecretBox,
  ) {}

  async latest(): Promise<KeyRing> {
    const changed = await this.file.changedSince(this.state);
    if (changed) await this.take(changed.keys, changed.state);
    return this;
  }

  private async take(keys: readonly RingKey[], state: string): Promise<void> {
    const [newest] = keys;
    if (!newest?.kid) throw new Error(`${this.file.path} holds no key: remove it, and the next start makes a new one (everybody signs in again).`);
    const current = { id: newest.kid, privateKey: (await importJWK(newest, 'ES256')) as CryptoKey };
    // Together, without waiting in between: whoever reads the ring meanwhile gets the old one or the new one.
    Object.assign(this, { current, publicKeys: keys.map(publicPart), state });
  }
}

const ringFile = (folder: string) => new KeyFile<RingKey>(join(folder, 'access-token-keys.json'));

/** Reads the ring of this folder, newest key first; makes it, readable by nobody else, where there is none. */
export async function openKeyRing(folder: string): Promise<KeyRing> {
  const file = ringFile(folder);
  await file.readOrMake(newKey);
  return new FileKeyRing(file, await openSecretBox(folder)).latest();
}

/**
 * Makes another key the current one. The public part of the one before stays until its tokens have run out, and is dropped by a later
 * rotation. Running processes take the ring up by themselves. @returns the id of the new key, and of those that were dropped
 */
export async function rotateSigningKey(folder: string, now = new Date()): Promise<{ current: string; dropped: readonly string[] }> {
  await openKeyRing(folder);
  const made = await newKey();
  let dropped: string[] = [];
  await ringFile(folder).change(async (keys) => {
    const isOver = ({ replacedAt }: RingKey) => replacedAt !== undefined && now.getTime() - Date.parse(replacedAt) > keptAfterSeconds * 1000;
    dropped = keys.filter(isOver).map(({ kid }) => String(kid));
    return [made, ...keys.filter((key) => !isOver(key)).map((key) => ({ ...publicPart(key), replacedAt: key.replacedAt ?? now.toISOString() }))];
  });
  return { current: String(made.kid), dropped };
}

async function newKey(): Promise<RingKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

function publicPart({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}
