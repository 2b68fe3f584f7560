import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ByteRange, FileDriver } from './file-driver';
import { FileKeyInvalid } from './storage.errors';

export interface StoredFile {
  readonly bytes: number;
  /** Hexadecimal, of what was written: whoever keeps it can tell later whether the file is still that. */
  readonly sha256: string;
}

const PART = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const LONGEST_PART = 200;
const LONGEST_KEY = 400;

/** Files by key. Who may read one is for the callers to know: a key is not a permission, and never leaves the system. */
export class FileStore {
  constructor(private readonly driver: FileDriver) {}

  /** All of it or nothing, and on disk once it resolves. A file that is there is replaced. */
  async put(key: string, contents: Readable | Buffer): Promise<StoredFile> {
    valid(key);
    return this.write(() => key, contents);
  }

  /** The same for a file that is called by what it holds: `folder` and the hash of its contents are its key. */
  async putByContent(folder: string, contents: Readable | Buffer): Promise<StoredFile> {
    valid(folder);
    return this.write((sha256) => valid(`${folder}/${sha256}`), contents);
  }

  private async write(keyOf: (sha256: string) => string, contents: Readable | Buffer): Promise<StoredFile> {
    const hash = createHash('sha256');
    let sha256 = '';
    let bytes = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const chunk of Buffer.isBuffer(contents) ? [contents] : (contents as AsyncIterable<Buffer | string>)) {
        const buffer = Buffer.from(chunk);
        hash.update(buffer);
        bytes += buffer.length;
        yield buffer;
      }
    }
    await this.driver.putNamedAfter(Readable.from(counted(), { objectMode: false }), () => {
      sha256 = hash.digest('hex');
      return keyOf(sha256);
    });
    return { bytes, sha256 };
  }

  /** The keys of the files in a folder, in no order; none where there is no such folder. */
  async keysIn(folder: string): Promise<string[]> {
    return this.driver.keysIn(valid(folder));
  }

  /** @throws FileUnknown */
  async read(key: string, range?: ByteRange): Promise<Readable> {
    return range === undefined ? await this.driver.getStream(valid(key)) : await this.driver.getRange(valid(key), range);
  }

  /** How long it is. @throws FileUnknown */
  async bytesOf(key: string): Promise<number> {
    return this.driver.bytesOf(valid(key));
  }

  async exists(key: string): Promise<boolean> {
    return await this.driver.exists(valid(key));
  }

  /** Nothing happens where there is none: removing is safe to do twice. */
  async remove(key: string): Promise<void> {
    await this.driver.delete(valid(key));
  }
}

function valid(key: string): string {
  const wellFormed = key.length <= LONGEST_KEY && key.split('/').every((part) => part.length <= LONGEST_PART && PART.test(part));
  if (!wellFormed) throw new FileKeyInvalid();
  return key;
}
