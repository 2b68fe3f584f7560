import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, type JWK, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { SigningKey } from './access-token';

export interface KeyRing {
  readonly current: SigningKey;
  /** Older ones too, so that changing the key signs nobody out. */
  readonly publicKeys: readonly JWK[];
}

/** Reads the ring of this folder, newest key first; makes it, readable by nobody else, where there is none. */
export async function openKeyRing(folder: string): Promise<KeyRing> {
  const file = join(folder, 'access-token-keys.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = (await readKeys(file)) ?? (await makeKeys(file));
  const [newest] = keys;
  if (!newest?.kid) throw new Error(`${file} holds no key: remove it, and the next start makes a new one (everybody signs in again).`);
  return { current: { id: newest.kid, privateKey: (await importJWK(newest, 'ES256')) as CryptoKey }, publicKeys: keys.map(publicPart) };
}

async function readKeys(file: string): Promise<JWK[] | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { keys: JWK[] }).keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeKeys(file: string): Promise<JWK[]> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const keys = [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }];
  // Written whole or not at all: a process that is killed here must not leave half a key.
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify({ keys }), { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Where another process was first, its keys are the keys: of two rings each would refuse what the other has signed.
    await link(unfinished, file);
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readKeys(file)) ?? [];
  } finally {
    await rm(unfinished, { force: true });
  }
}

function publicPart({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}
