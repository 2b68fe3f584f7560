import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AnotherMajorVersion, DiskFull, NotAClusterFolder, ServerDidNotStart } from './cluster.errors';
import { codeOf } from './error-code';
import { signal } from './postmaster';
import { runProgram, type ServerUser } from './run-program';
import type { ServerBinaries } from './server-binaries';

/** Makes sure that `data` holds a cluster of our major version: makes it at the first start, refuses another's. */
export async function initialiseCluster(data: string, password: string, binaries: ServerBinaries, user: ServerUser | undefined): Promise<void> {
  const written = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (written !== undefined) {
    if (Number.parseInt(written, 10) !== binaries.majorVersion) throw new AnotherMajorVersion(data, written.trim(), binaries.majorVersion);
    return;
  }
  await removeUnfinished(data);
  // Made whole under another name and then moved: a start that is killed here leaves nothing that looks like a cluster, and of
  // two first starts one wins.
  const unfinished = `${data}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${unfinished}.password`;
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [unfinished, passwordFile]) await chown(path, user.uid, user.gid);
  try {
    const made = await runProgram(
      binaries.initdb,
      [`--pgdata=${unfinished}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions', ...(await localeOptions(binaries.majorVersion))],
      user,
    );
    if (made.stderr.includes('No space left on device')) throw new DiskFull(data);
    if (made.code !== 0) throw new ServerDidNotStart(`initdb: ${made.stderr.trim().split('\n').at(-1) ?? `code ${made.code}`}`, 'not begun yet');
    await rename(unfinished, data).catch(async (error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
      if (!(await readdir(data)).includes('PG_VERSION')) throw new NotAClusterFolder(data);
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * Letters of every script must count as letters: with the ctype `C`, trigrams of 李明 and Иванов are empty and lower('Ж') is 'Ж'.
 * From 17 on the server brings such a ctype itself; before, and for what still asks the C library, the machine's is taken.
 */
async function localeOptions(majorVersion: number): Promise<string[]> {
  const listed = await runProgram('locale', ['-a']);
  const utf8 = listed.stdout.split('\n').filter((name) => /utf-?8$/i.test(name));
  const ctype = utf8.find((name) => name.startsWith('C.')) ?? utf8.find((name) => name.startsWith('en_US')) ?? utf8[0];
  const builtin = majorVersion >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  return [...builtin, '--locale=C', ...(ctype ? [`--lc-ctype=${ctype}`] : [])];
}

/** What starts that were killed while making a cluster left behind. */
async function removeUnfinished(data: string): Promise<void> {
  for (const name of await readdir(dirname(data))) {
    const pid = name.startsWith(`${basename(data)}.new-`) ? Number.parseInt(name.slice(basename(data).length + 5), 10) : NaN;
    if (pid > 0 && !signal(pid, 0)) await rm(join(dirname(data), name), { recursive: true, force: true });
  }
}
