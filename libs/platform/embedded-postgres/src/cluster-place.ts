import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DataFolderNotWritable, DiskFull } from './cluster.errors';
import { codeOf } from './error-code';
import { runProgram, type ServerUser } from './run-program';

/** Where a system's data goes when the project's folder can not hold it. */
export function usualElsewhere(runningAsRoot = process.getuid?.() === 0): string {
  return runningAsRoot ? '/var/lib/anamnesis' : join(homedir(), '.local', 'state', 'anamnesis');
}

/** Makes the data folder and makes sure that we can write there. Its parts protect themselves; the server must be able to pass. */
export async function openDataFolder(folder: string): Promise<string> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o755 });
    if (made !== undefined) await chmod(folder, 0o755);
    const probe = await mkdtemp(join(folder, '.writable-'));
    await rm(probe, { recursive: true });
    return await realpath(folder);
  } catch (error) {
    throw folderTrouble(folder, error);
  }
}

export function folderTrouble(folder: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DiskFull(folder);
  if (code === 'EACCES' || code === 'EPERM') return new DataFolderNotWritable(folder, 'it may not be written');
  if (code === 'EROFS') return new DataFolderNotWritable(folder, 'it is on a read-only disk');
  if (code === 'ENOTDIR' || code === 'EEXIST') return new DataFolderNotWritable(folder, 'a file is in its place');
  return error;
}

/**
 * Where the database of a data folder lies: in the folder, or, where the user who runs the server can not come or the file system
 * keeps no permissions, in a folder of its own `elsewhere`. That choice is written down, so that it stays when permissions change.
 */
export async function clusterPlace(folder: string, user: ServerUser | undefined, elsewhere: string, log: (line: string) => void): Promise<string> {
  const note = join(folder, 'postgres-is-elsewhere');
  const noted = await readFile(note, 'utf8').catch(() => undefined);
  if (noted !== undefined) {
    log(`The database is in ${noted.trim()}, as ${note} says.`);
    return noted.trim();
  }
  const usual = join(folder, 'postgres');
  // A link to another disk is followed here, since a running server is known by the true path.
  if (await stat(usual).catch(() => undefined)) return realpath(usual);
  const reason = await whyNotHere(folder, user);
  if (reason === undefined) return usual;

  const project = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const place = join(await openDataFolder(join(elsewhere, `${basename(dirname(folder))}-${project}`)), 'postgres');
  log(`The database can not lie in ${folder} (${reason}): it is kept in ${place}. Include it in your backups.`);
  await writeFile(note, `${place}\n`);
  return place;
}

async function whyNotHere(folder: string, user: ServerUser | undefined): Promise<string | undefined> {
  // Of mode 0700, as the database's folder will be.
  const probe = await mkdtemp(join(folder, '.reachable-'));
  try {
    if (user) await chown(probe, user.uid, user.gid);
    if (((await stat(probe)).mode & 0o777) !== 0o700) return 'its file system keeps no permissions';
    // Asked of the system instead of worked out from modes: there are also access lists, mounts and containers.
    if (user && (await runProgram('test', ['-w', probe], user)).code !== 0) return 'the user who runs PostgreSQL can not enter it';
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'EPERM') return 'its file system keeps no owners';
    throw error;
  } finally {
    await rm(probe, { recursive: true });
  }
}
