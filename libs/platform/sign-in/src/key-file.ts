import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';

/** Of a rotation that was killed: a living one takes milliseconds. */
const forgottenLockMs = 60_000;

/** Keys in one file, newest first, readable by nobody else. */
export class KeyFile<Key = JWK> {
  constructor(readonly path: string) {}

  /** Reads the keys; makes them where there are none. */
  async readOrMake(make: () => Promise<Key>): Promise<Key[]> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    return (await this.read()) ?? this.begin([await make()]);
  }

  /** The keys, where the file is another than it was in this state: looks at its date, which costs less than a signature. */
  async changedSince(known: string): Promise<{ readonly keys: readonly Key[]; readonly state: string } | undefined> {
    const { ino, mtimeMs, size } = await stat(this.path);
    const state = [ino, mtimeMs, size].join(' ');
    return state === known ? undefined : { keys: (await this.read()) ?? [], state };
  }

  /** Puts others in their place, whole or not at all. Of several at once, one goes after the other. */
  async change(change: (keys: readonly Key[]) => Promise<readonly Key[]>): Promise<readonly Key[]> {
    const lock = `${this.path}.lock`;
    await this.lock(lock);
    try {
      const keys = await change((await this.read()) ?? []);
      const unfinished = await this.write(keys);
      await rename(unfinished, this.path);
      return keys;
    } finally {
      await rm(lock, { force: true });
    }
  }

  async read(): Promise<Key[] | undefined> {
    try {
      return (JSON.parse(await readFile(this.path, 'utf8')) as { keys: Key[] }).keys;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private async begin(keys: Key[]): Promise<Key[]> {
    const unfinished = await this.write(keys);
    try {
      // Where another process was first, its keys are the keys: of two rings each would refuse what the other has signed.
      await link(unfinished, this.path);
      return keys;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return (await this.read()) ?? [];
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  /** A process that is killed here must not leave half a key. */
  private async write(keys: readonly Key[]): Promise<string> {
    const unfinished = `${this.path}.${randomUUID()}`;
    await writeFile(unfinished, JSON.stringify({ keys }), { mode: 0o600, flag: 'wx', flush: true });
    return unfinished;
  }

  private async lock(lock: string): Promise<void> {
    for (;;) {
      try {
        await (await open(lock, 'wx', 0o600)).close();
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const since = await stat(lock).then(({ mtimeMs }) => mtimeMs, () => Date.now());
      if (Date.now() - since > forgottenLockMs) await rm(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
