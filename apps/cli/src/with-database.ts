import { setTimeout as sleep } from 'node:timers/promises';
import { prepareQueueSchema, recordQueueBackend, type QueueBackend } from '@anamnesis/queue';
import { checkDatabaseAt, openEmbeddedDatabase, type EmbeddedDatabase, type Preparation, type ServiceRole } from '@anamnesis/schema';

export interface Place {
  /** A server of somebody's; without it, the embedded one of `folder`. */
  readonly databaseUrl: string | undefined;
  readonly folder: string;
  /** Where the command was typed: paths are meant from there. */
  readonly typedIn: string;
  readonly port: number | undefined;
  readonly queue: QueueBackend;
  /** The command as it was typed, for whoever else uses the embedded database. */
  readonly command: string;
  /** Progress, beside the command's answer. */
  readonly say: (line: string) => void;
}

export type Work<Result> = (url: string, stopped: AbortSignal) => Promise<Result>;

/** How long work that was told to stop may take to come to a good place. */
const graceMs = 10_000;

export function preparations(queue: QueueBackend): Preparation[] {
  return [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, queue)];
}

/**
 * Runs a command's work as a role of the database: on the server that DATABASE_URL names, else on the embedded one, which is
 * joined where it runs and otherwise started, brought to this version, and stopped at the end. Ctrl-C aborts the signal.
 */
export async function withDatabase<Result>(place: Place, role: ServiceRole, work: Work<Result>): Promise<Result> {
  if (place.databaseUrl !== undefined) {
    const url = place.databaseUrl;
    await checkDatabaseAt(url, role);
    return untilStopped((stopped) => work(url, stopped));
  }
  return withEmbedded(place, async (database, stopped) => {
    await database.prepare(preparations(place.queue), place.say);
    const url = await database.urlFor(role);
    await checkDatabaseAt(url, role);
    return work(url, stopped);
  });
}

/** The same as the owner of the tables, and of a database in whatever state it is. */
export async function withOwner<Result>(place: Place, work: Work<Result>): Promise<Result> {
  const url = place.databaseUrl;
  if (url !== undefined) return untilStopped((stopped) => work(url, stopped));
  return withEmbedded(place, (database, stopped) => work(database.ownerUrl, stopped));
}

export async function withEmbedded<Result>(place: Place, work: (database: EmbeddedDatabase, stopped: AbortSignal) => Promise<Result>): Promise<Result> {
  return untilStopped(async (stopped) => {
    const database = await openEmbeddedDatabase({ folder: place.folder, port: place.port, holder: `${place.command}, process ${process.pid}`, log: place.say });
    try {
      // Work that does not heed the signal loses its connections when the server stops; what it had committed stays.
      return await Promise.race([work(database, stopped), givenUp(stopped)]);
    } finally {
      await database.close();
    }
  });
}

async function untilStopped<Result>(work: (stopped: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await Promise.race([work(stopping.signal), givenUp(stopping.signal, 2)]);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

async function givenUp(stopped: AbortSignal, patience = 1): Promise<never> {
  await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
  await sleep(graceMs * patience, undefined, { ref: false });
  throw new Error('Stopped before it was done.');
}
