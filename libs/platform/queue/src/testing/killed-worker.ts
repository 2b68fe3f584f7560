import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ConnectionOptions } from 'bullmq';
import { QUEUE_PREFIX } from '../queue-connection';

/** Plain JavaScript, because it is another process: it takes a job, says so, and never finishes. */
const TAKES_AND_HANGS = `
  const { Worker, createPostgresBackend, createRedisBackend } = require('bullmq');
  const { queue, connection, heldForDeadMs, prefix } = JSON.parse(process.argv[1]);
  const factory = connection.schema ? createPostgresBackend : undefined;
  new Worker(queue, () => { process.stdout.write('taken'); return new Promise(() => setInterval(() => {}, 1000)); },
    { connection, prefix, lockDuration: heldForDeadMs, stalledInterval: heldForDeadMs, skipStalledCheck: true }, factory);
`;

/** Lets a worker of another process take the next job, and kills that process in the middle of it. */
export async function killWorkerInTheMiddle(queue: string, connection: ConnectionOptions, heldForDeadMs: number): Promise<void> {
  const worker = spawn(process.execPath, ['-e', TAKES_AND_HANGS, JSON.stringify({ queue, connection, heldForDeadMs, prefix: QUEUE_PREFIX })], {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  await once(worker.stdout, 'data');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}
