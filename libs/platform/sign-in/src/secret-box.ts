import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KeyFile } from './key-file';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 4;

interface SecretKey {
  /** Eight hexadecimal digits, which stand before what was encrypted with it. */
  readonly id: string;
  readonly key: string;
}

/** Encrypts what is kept in the database and must not be readable from it alone: a dump of the database is worth nothing without the folder of keys. */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;

  /** @param newest what is encrypted from now on */
  constructor(
    private readonly newest: SecretKey,
    all: readonly SecretKey[],
  ) {
    this.keys = new Map(all.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
  }

  /** @param owner whose secret it is: put into another's row it can not be opened */
  seal(secret: string, owner: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.key(this.newest.id), nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(owner));
    return Buffer.concat([Buffer.from(this.newest.id, 'hex'), nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws where it was sealed for somebody else, changed, or by a key that is not there */
  open(sealed: Buffer, owner: string): string {
    const [nonce, body, tag] = [sealed.subarray(idBytes, idBytes + nonceBytes), sealed.subarray(idBytes + nonceBytes, -tagBytes), sealed.subarray(-tagBytes)];
    const decipher = createDecipheriv(algorithm, this.key(sealed.subarray(0, idBytes).toString('hex')), nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(owner)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error('A secret was encrypted with a key that is not in the folder of keys: restore secret-keys.json from its backup.');
    return key;
  }
}

/** Reads the keys of this folder; makes one where there is none. */
export async function openSecretBox(folder: string): Promise<SecretBox> {
  const file = new KeyFile<SecretKey>(join(folder, 'secret-keys.json'));
  const keys = await file.readOrMake(async () => ({ id: randomBytes(idBytes).toString('hex'), key: randomBytes(32).toString('base64') }));
  const [newest] = keys;
  if (!newest) throw new Error(`${file.path} holds no key: restore it from its backup.`);
  return new SecretBox(newest, keys);
}
