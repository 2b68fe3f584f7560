import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../topology/processes';

/** `npm start` as a person types it, on a data folder and a port of its own. */
export interface Start {
  readonly child: ChildProcess;
  /** All that was said so far. */
  said(): string;
  /** Waits for a line. @throws with what was said instead */
  says(expected: RegExp, seconds?: number): Promise<void>;
  /** Waits for the end. */
  ended(): Promise<number | null>;
}

export function start(folder: string, port: number, settings: Readonly<Record<string, string>> = {}): Start {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', DATA_FOLDER: folder, PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    said: () => text,
    async says(expected, seconds = 60) {
      const end = Date.now() + seconds * 1000;
      while (!expected.test(text)) {
        if (Date.now() > end) throw new Error(`It did not say ${String(expected)} but:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    ended: () => exited,
  };
}

/** The app below npm and its launcher. */
export function appOf({ child }: Start): number {
  const launcher = childrenOf(child.pid ?? 0)[0] ?? 0;
  const [app] = childrenOf(launcher);
  if (app === undefined) throw new Error('npm start has no app below it');
  return app;
}

export function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
