import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FSDriver } from 'flydrive/drivers/fs';
import type { ByteRange, FileDriver } from './file-driver';
import { FileUnknown } from './storage.errors';

/** Keys can not begin with a dot, so nothing in here is ever a file of somebody. */
const UNFINISHED = '.unfinished';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * flydrive's folder, made durable: flydrive writes in place, so that a reader sees half a file and a power failure leaves one.
 * Here the bytes go to another name, to the disk, and then take their place at once.
 */
export class FolderDriver extends FSDriver implements FileDriver {
  constructor(private readonly folder: string) {
    super({ location: folder, visibility: 'private' });
  }

  override putStream(key: string, contents: Readable): Promise<void> {
    return this.putNamedAfter(contents, () => key);
  }

  async putNamedAfter(contents: Readable, keyOf: () => string): Promise<void> {
    const unfinished = join(this.folder, UNFINISHED, randomUUID());
    await this.makeFolder(dirname(unfinished));
    let place: string;
    try {
      await pipeline(contents, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
      place = join(this.folder, keyOf());
      await this.makeFolder(dirname(place));
      await rename(unfinished, place);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(dirname(place));
  }

  async keysIn(folder: string): Promise<string[]> {
    const found = await readdir(join(this.folder, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return found.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
  }

  override getStream(key: string): Promise<Readable> {
    return this.getRange(key, { first: 0 });
  }

  async getRange(key: string, { first, last }: ByteRange): Promise<Readable> {
    // Opened before anything is answered, so that a file that is not there is an error and not a broken answer.
    const file = await open(join(this.folder, key)).catch((error: unknown) => {
      throw isMissing(error) ? new FileUnknown() : error;
    });
    return file.createReadStream({ start: first, ...(last === undefined ? {} : { end: last }) });
  }

  async bytesOf(key: string): Promise<number> {
    const { size } = await stat(join(this.folder, key)).catch((error: unknown) => {
      throw isMissing(error) ? new FileUnknown() : error;
    });
    return size;
  }

  async removeUnfinished(): Promise<void> {
    const folder = join(this.folder, UNFINISHED);
    await this.makeFolder(folder);
    for (const name of await readdir(folder)) {
      // Another process may be writing; nobody writes for a day.
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - mtimeMs > DAY_MS) await rm(join(folder, name), { force: true });
    }
  }

  private async makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    // A new folder is on disk when the one that it stands in is.
    for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
