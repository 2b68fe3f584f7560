import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiskFull, PortTaken, ServerDidNotStart } from './cluster.errors';
import { readPostmaster, type Postmaster } from './postmaster';
import { serverEnvironment, type ServerUser } from './run-program';

export interface ServerStart {
  readonly data: string;
  readonly port: number;
  readonly postgres: string;
  readonly user: ServerUser | undefined;
  readonly logFile: string;
  /** Settings of the server besides ours, such as `fsync: 'off'` for a test. */
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

const logFileLimitBytes = 10 * 1024 * 1024;

/** Starts the server as a process that outlives us: a killed launcher must not take the database with it in mid-write. */
export async function startServer(start: ServerStart): Promise<Postmaster> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // The details of an error repeat the row: patients' data has no place in a log.
    log_error_verbosity: 'terse',
    ...start.settings,
  };
  const written = await stat(start.logFile).catch(() => undefined);
  if (written && written.size > logFileLimitBytes) await rename(start.logFile, `${start.logFile}.1`);
  const logFile = await open(start.logFile, 'a', 0o600);
  // Root may have come for once to what is somebody else's.
  if (start.user) await logFile.chown(start.user.uid, start.user.gid);
  const begin = (await logFile.stat()).size;
  const child = spawn(
    start.postgres,
    ['-D', start.data, '-p', String(start.port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Of a session of its own, so that Ctrl-C in our terminal reaches us alone and we stop it in order.
    { ...start.user, cwd: '/', detached: true, env: serverEnvironment, stdio: ['ignore', logFile.fd, logFile.fd] },
  );
  let ended: string | undefined;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, signalName) => (ended = signalName ?? `code ${code}`));
  child.unref();
  await logFile.close();

  for (let waited = 0; ended === undefined; waited += 20) {
    const found = await readPostmaster(start.data);
    if (found?.pid === child.pid && found?.status === 'ready') return found;
    if (waited > 0 && waited % 10_000 === 0) start.log(`PostgreSQL is starting for ${waited / 1000} s (after a crash it reads its log again).`);
    await sleep(20);
  }
  throw await trouble(start, ended, begin);
}

async function trouble(start: ServerStart, ended: string, begin: number): Promise<Error> {
  const said = (await readFile(start.logFile)).subarray(begin).toString('utf8');
  if (said.includes('No space left on device')) return new DiskFull(start.data);
  if (said.includes('Address already in use')) return new PortTaken(start.port);
  const fatal = /(?:FATAL|PANIC): +(.*)/.exec(said)?.[1];
  return new ServerDidNotStart(fatal ?? ended, start.logFile);
}
