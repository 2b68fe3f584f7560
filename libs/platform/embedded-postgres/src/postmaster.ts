import { readFile, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './error-code';
import { runProgram } from './run-program';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/**
 * What the server says of itself in `postmaster.pid`: pid, data folder, start, port, socket folder, address, shared memory, status;
 * one a line, written in that order while it starts.
 */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? 'starting').trim() } : undefined;
}

/** The server of this folder if one runs, once it is ready; undefined if none does, or when it has ended while we waited. */
export async function runningPostmaster(data: string, log: (line: string) => void): Promise<Postmaster | undefined> {
  for (let waited = 0; ; waited += 50) {
    const found = await readPostmaster(data);
    if (!found || !(await isServerOf(found.pid, data))) return undefined;
    if (found.status === 'ready') return found;
    if (waited > 0 && waited % 10_000 === 0) log(`PostgreSQL is ${found.status} for ${waited / 1000} s (after a crash it reads its log again).`);
    await sleep(50);
  }
}

/** A process id may have been given to another program since: a server works in its data folder. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === data;
  const listed = await runProgram('ps', ['-o', 'command=', '-p', String(pid)]);
  return listed.stdout.includes(data);
}

/**
 * Makes a folder whose server was killed ready for the next one. Backends that outlive their postmaster still have its shared
 * memory, and PostgreSQL rightly refuses to start beside them. They end by themselves within moments; one that is stuck is ended.
 */
export async function clearLeftovers(data: string): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const left = await processesOf(data);
    const postmaster = await readPostmaster(data);
    // Somebody else started the server meanwhile: what is there is not left over.
    if (left.length === 0 || (postmaster && left.includes(postmaster.pid))) break;
    if (waited >= 5_000) for (const pid of left) signal(pid, 'SIGKILL');
    await sleep(100);
  }
  const stale = await readPostmaster(data);
  // PostgreSQL sees by itself that a dead process's file is stale, but not that its id now belongs to another program.
  if (stale && !(await isServerOf(stale.pid, data))) await rm(join(data, 'postmaster.pid'), { force: true });
}

async function processesOf(data: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const working = await Promise.all(pids.map(async (pid) => (await isServerOf(pid, data)) && (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).startsWith('postgres')));
  return pids.filter((_, index) => working[index]);
}

/** Signal 0 only asks. @returns whether there is such a process */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Fast: sessions are ended, what they had committed is on disk. */
export async function stopPostmaster(data: string, pid: number, log: (line: string) => void): Promise<void> {
  signal(pid, 'SIGINT');
  for (let waited = 0; await isServerOf(pid, data); waited += 50) {
    if (waited === 60_000) {
      log('PostgreSQL did not stop within a minute and is ended; the next start recovers.');
      signal(pid, 'SIGQUIT');
    }
    await sleep(50);
  }
}
