import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

export const root = join(__dirname, '../../../..');

/** A process of the product as it is deployed: built, with its settings in its environment, and a log of its own. */
export interface AppProcess {
  readonly name: string;
  readonly child: ChildProcess;
  readonly logFile: string;
}

export function startApp(name: string, environment: Readonly<Record<string, string>>, logFolder: string): AppProcess {
  const logFile = join(logFolder, `${name}.log`);
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, [join(root, 'apps', name, 'dist/main.js')], {
    // Nothing of the machine's own environment but what a process needs to run: the settings are those given here.
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return { name, child, logFile };
}

/** Stops it as a supervisor would, and waits. */
export async function stopApp({ child }: AppProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the process says that it can serve. @throws when it ends before, or takes too long */
export async function ready(app: AppProcess, address: string, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (app.child.exitCode !== null) throw new Error(`${app.name} ended at its start; its log is ${app.logFile}`);
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${app.name} was not ready after ${String(seconds)} s; its log is ${app.logFile}`);
}
