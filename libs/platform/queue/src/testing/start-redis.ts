import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StartedRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real Redis, from the PATH, on a port and in a folder of its own. Without one the tests fail: they are not skipped. */
export async function startRedis(): Promise<StartedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await readyOrWhyNot(server);
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill();
        await once(server, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readyOrWhyNot(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error('These tests need redis-server in the PATH: apt-get install redis-server.', { cause: error })));
    server.once('exit', (code) => reject(new Error(`redis-server ended at its start (${String(code)}).`)));
    server.stdout?.on('data', (output: Buffer) => {
      if (output.includes('Ready to accept connections')) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}
