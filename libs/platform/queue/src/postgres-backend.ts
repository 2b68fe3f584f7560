import { setTimeout as pause } from 'node:timers/promises';
import { PooledClient } from '@anamnesis/database';
import { createPostgresBackend } from 'bullmq';

/** Of BullMQ's connection, what there is no option for. */
interface Connection {
  pgModule?: object;
  readyPromise?: Promise<void> | undefined;
  waitUntilReady(): Promise<void>;
}

/** After a question for the next job that failed, before a worker asks again. */
export const RETRY_MS = 1000;

/**
 * BullMQ's own backend, for a server that ends and comes back at any moment:
 * - Its connection that listens is a PooledClient too. BullMQ hears of its errors only from when it is connected, and a server that ends in between would
 *   end the process. It is put in the place of the driver that the connection has loaded.
 * - A connection that could not be made ready is made anew by the next question. BullMQ remembers the refusal for ever.
 * - A worker whose question failed waits before it asks again. BullMQ does so only where the connection is refused: while a server shuts down or starts,
 *   it would ask, and log, a thousand times a second; and where the refusal is remembered, without end and without letting anything else run.
 */
export const postgresBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given);
  const { connection } = backend as unknown as { connection: Connection };
  if (connection.pgModule === undefined) throw new Error('This BullMQ loads its driver elsewhere: see how its connection that listens hears of errors.');
  connection.pgModule = { ...connection.pgModule, Client: PooledClient };
  const makeReady = connection.waitUntilReady.bind(connection);
  connection.waitUntilReady = () =>
    makeReady().catch((error: unknown) => {
      connection.readyPromise = undefined;
      throw error;
    });
  const nextJob = backend.moveToActive.bind(backend);
  backend.moveToActive = (...question) =>
    nextJob(...question).catch(async (error: unknown) => {
      await pause(RETRY_MS);
      throw error;
    });
  return backend;
};
