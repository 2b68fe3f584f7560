import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KeyFile } from './key-file';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** The name of a key, in front of all that was encrypted with it. */
export const keyIdBytes = 4;

interface SecretKey {
  /** Eight hexadecimal digits, which stand before what was encrypted with it. */
  readonly id: string;
  readonly key: string;
}

/** Encrypts what is kept in the database and must not be readable from it alone: a dump of the database is worth nothing without the folder of keys. */
export class SecretBox {
  /** The first is what is encrypted with from now on. */
  private ids: readonly string[] = [];
  private keys: ReadonlyMap<string, Buffer> = new Map();
  private state = '';

  constructor(private readonly file: KeyFile<SecretKey>) {}

  /** Takes up what a rotation has changed since, in this process or another. */
  async latest(): Promise<this> {
    const changed = await this.file.changedSince(this.state);
    if (!changed) return this;
    if (changed.keys.length === 0) throw new Error(`${this.file.path} holds no key: restore it from its backup.`);
    this.ids = changed.keys.map(({ id }) => id);
    this.keys = new Map(changed.keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
    this.state = changed.state;
    return this;
  }

  /** @param owner whose secret it is: put into another's row it can not be opened */
  seal(secret: string, owner: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const [newest = ''] = this.ids;
    const cipher = createCipheriv(algorithm, this.key(newest), nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(owner));
    return Buffer.concat([Buffer.from(newest, 'hex'), nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws where it was sealed for somebody else, changed, or by a key that is not there */
  open(sealed: Buffer, owner: string): string {
    const [nonce, body, tag] = [sealed.subarray(keyIdBytes, keyIdBytes + nonceBytes), sealed.subarray(keyIdBytes + nonceBytes, -tagBytes), sealed.subarray(-tagBytes)];
    const decipher = createDecipheriv(algorithm, this.key(keyIdOf(sealed)), nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(owner)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  }

  isOfNewestKey(sealed: Buffer): boolean {
    return keyIdOf(sealed) === this.ids[0];
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error('A secret was encrypted with a key that is not in the folder of keys: restore secret-keys.json from its backup.');
    return key;
  }
}

/** The key that a secret was encrypted with. */
export function keyIdOf(sealed: Buffer): string {
  return sealed.subarray(0, keyIdBytes).toString('hex');
}

const secretKeys = (folder: string) => new KeyFile<SecretKey>(join(folder, 'secret-keys.json'));

/** Reads the keys of this folder; makes one where there is none. */
export async function openSecretBox(folder: string): Promise<SecretBox> {
  const file = secretKeys(folder);
  await file.readOrMake(async () => newKey());
  return new SecretBox(file).latest();
}

/** Makes another key the one that is encrypted with. Those before it still open what they have closed, until they are dropped. */
export async function rotateSecretKey(folder: string): Promise<void> {
  await secretKeys(folder).change(async (keys) => [newKey(), ...keys]);
}

/**
 * Drops keys that nothing is encrypted with any more. The one before the newest stays in any case: a process that had read the keys before they were
 * rotated may have used it at that moment.
 * @param needed ids of keys that something is encrypted with. @returns the ids of those that were dropped
 */
export async function dropSecretKeys(folder: string, needed: ReadonlySet<string>): Promise<string[]> {
  let dropped: string[] = [];
  await secretKeys(folder).change(async (keys) => {
    const isKept = ({ id }: SecretKey, place: number) => place < 2 || needed.has(id);
    dropped = keys.filter((key, place) => !isKept(key, place)).map(({ id }) => id);
    return keys.filter(isKept);
  });
  return dropped;
}

function newKey(): SecretKey {
  return { id: randomBytes(keyIdBytes).toString('hex'), key: randomBytes(32).toString('base64') };
}
