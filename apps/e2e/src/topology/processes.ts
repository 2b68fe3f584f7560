import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';

export const root = join(__dirname, '../../../..');

/** A process of the product as it is deployed: built, with its settings in its environment, and a log of its own. */
export interface AppProcess {
  readonly name: string;
  readonly child: ChildProcess;
  readonly logFile: string;
  /** Of one that is started again whenever it ends: it is to end for good. */
  readonly letGo?: () => void;
}

const begun = new Set<AppProcess>();

/** @param called differs from the app's name where several of it run */
export function startApp(name: string, environment: Readonly<Record<string, string>>, logFolder: string, called = name): AppProcess {
  const main = join(root, 'apps', name, 'dist/main.js');
  return startProgram(called, process.execPath, [main], environment, join(logFolder, `${called}.log`));
}

export function startProgram(name: string, program: string, options: readonly string[], environment: Readonly<Record<string, string>>, logFile: string): AppProcess {
  const log = createWriteStream(logFile, { flags: 'a' });
  // Nothing of the machine's own environment but what a process needs to run: the settings are those given here.
  const child = spawn(program, [...options], { env: { PATH: process.env['PATH'] ?? '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const app = { name, child, logFile };
  begun.add(app);
  child.once('exit', () => begun.delete(app));
  return app;
}

/** As under a supervisor: whenever it ends it is started again. A test that ends it finds its process id in NAME.pid beside its log. */
export function keepAlive(start: () => AppProcess): AppProcess {
  let kept = true;
  let current = begin();

  function begin(): AppProcess {
    const app = start();
    writeFileSync(join(dirname(app.logFile), `${app.name}.pid`), String(app.child.pid));
    app.child.once('exit', () => {
      if (kept) current = begin();
    });
    return app;
  }

  const supervised = {
    name: current.name,
    logFile: current.logFile,
    get child() {
      return current.child;
    },
    letGo: () => void (kept = false),
  };
  begun.add(supervised);
  return supervised;
}

/** Of a start that failed half-way. */
export async function stopAllApps(): Promise<void> {
  await Promise.all([...begun].map(stopApp));
}

/** Stops it as a supervisor would, and waits. */
export async function stopApp(app: AppProcess): Promise<void> {
  app.letGo?.();
  const { child } = app;
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
