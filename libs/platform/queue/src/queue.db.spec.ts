import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@anamnesis/errors';
import { createLogger } from '@anamnesis/logging';
import { testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import type { INestApplicationContext, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ConnectionOptions, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { z } from 'zod';
import { defineJob } from './define-job';
import { HandlesJob, type JobHandler, type JobRun } from './handles-job.decorator';
import { Jobs } from './jobs';
import { prepareQueueSchema } from './prepare-queue-schema';
import { recordQueueBackend } from './queue-backend';
import { chooseBackend, QUEUE_PREFIX, queueConnection } from './queue-connection';
import { JobPayloadInvalid, JobsUnhandled, QueueBackendDiffers } from './queue.errors';
import { QueueModule, type QueueOptions } from './queue.module';
import { type QueueBackend, queueBackendOf } from './queue-settings';
import { killWorkerInTheMiddle } from './testing/killed-worker';
import { startRedis, type StartedRedis } from './testing/start-redis';
import { until } from './testing/until';

const CANARY = 'Zebulon-Quill-1931';
const HELD_FOR_DEAD_MS = 600;

const count = defineJob('counts.one', z.strictObject({ n: z.int() }), { attempts: 3, backoffMs: 20 });
const tick = defineJob('clock.tick', z.strictObject({}), { attempts: 1 });

class Refused extends DomainError {
  readonly code = 'counts.refused';
  readonly kind = 'conflict';
}

class Busy extends DomainError {
  readonly code = 'counts.busy';
  readonly kind = 'unavailable';
}

/** What the handler does, and what was seen of it; each test says. */
let work: (n: number, run: JobRun) => Promise<void> | void;
let done: number[];
let gaveUp: { n: number; code: string }[];
/** When each job of the clock was due, in ms. */
let ticks: number[];

@HandlesJob(count)
class CountJob implements JobHandler<typeof count> {
  async handle({ n }: { n: number }, run: JobRun): Promise<void> {
    await work(n, run);
    done.push(n);
  }

  gaveUp({ n }: { n: number }, code: string): Promise<void> {
    gaveUp.push({ n, code });
    return Promise.resolve();
  }
}

@HandlesJob(count)
class CountJobAgain extends CountJob {}

const TICK_MS = 150;

@HandlesJob(tick, { everyMs: TICK_MS })
class TickJob implements JobHandler<typeof tick> {
  handle(_: object, { jobId }: JobRun): Promise<void> {
    ticks.push(Number(jobId.split(':').at(-1)));
    return Promise.resolve();
  }
}

@HandlesJob(tick)
class TickWhenAskedJob extends TickJob {}

class Process {}

const places: QueueBackend[] = ['postgres', 'redis'];

describe.each(places)('the queue on %s', (backend) => {
  let database: TestDatabase;
  let redis: StartedRedis | undefined;
  let place: { databaseUrl: string; redisUrl?: string };
  let connection: ConnectionOptions;
  let started: INestApplicationContext[] = [];
  let lines: string[];

  beforeAll(async () => {
    database = await testDatabase();
    await prepareQueueSchema(database.ownerUrl);
    await recordQueueBackend(database.ownerUrl, backend);
    redis = backend === 'redis' ? await startRedis() : undefined;
    place = { databaseUrl: database.urlFor('anamnesis_report_worker'), ...(redis === undefined ? {} : { redisUrl: redis.url }) };
    connection = queueConnection(place, 'runs');
    chooseBackend(backend);
  });

  afterAll(async () => {
    await redis?.stop();
    await database.drop();
  });

  beforeEach(async () => {
    work = () => undefined;
    done = [];
    gaveUp = [];
    ticks = [];
    lines = [];
    await looking('counts', (queue) => queue.obliterate({ force: true }));
  });

  afterEach(async () => {
    await Promise.all(started.map((each) => each.close()));
    started = [];
  });

  async function start(options: Partial<QueueOptions> = {}, providers: Provider[] = [CountJob]): Promise<INestApplicationContext> {
    const logger = createLogger({ name: 'spec', level: 'debug', destination: { write: (line) => void lines.push(line) } });
    const application = await NestFactory.createApplicationContext(
      { module: Process, imports: [QueueModule.forRoot({ ...place, logger, works: [{ queue: 'counts' }], heldForDeadMs: HELD_FOR_DEAD_MS, ...options })], providers },
      { logger: false, abortOnError: false },
    );
    started.push(application);
    return application;
  }

  /** As the owner, and past our own code. */
  async function looking<T>(name: string, look: (queue: Queue) => Promise<T>): Promise<T> {
    const own = queueConnection({ ...place, databaseUrl: database.ownerUrl }, 'sends');
    const queue = new Queue(name, { connection: own, prefix: QUEUE_PREFIX });
    try {
      return await look(queue);
    } finally {
      await queue.close();
    }
  }

  /** Everything that the queue keeps, as text. */
  async function everythingKept(): Promise<string> {
    if (redis === undefined) {
      const client = new Client({ connectionString: database.ownerUrl });
      await client.connect();
      const { rows } = await client.query<{ kept: string }>(`SELECT job::text AS kept FROM queue.job UNION ALL SELECT event::text FROM queue.event UNION ALL SELECT job_log::text FROM queue.job_log`);
      await client.end();
      return rows.map(({ kept }) => kept).join('\n');
    }
    const client = new Redis(redis.url);
    const dumps: string[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      if (type === 'hash') dumps.push(JSON.stringify(await client.hgetall(key)));
      if (type === 'stream') dumps.push(JSON.stringify(await client.xrange(key, '-', '+')));
    }
    await client.quit();
    return dumps.join('\n');
  }

  it('runs 200 jobs, each once, in two processes', async () => {
    const [sender] = await Promise.all([start({ works: [{ queue: 'counts', concurrency: 4 }] }), start({ works: [{ queue: 'counts', concurrency: 4 }] })]);
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    for (const n of numbers) await sender.get(Jobs).enqueue(count, { n });
    await until(() => done.length >= 200);
    await pause(200);
    expect([...done].sort((a, b) => a - b)).toEqual(numbers);
  });

  it('is sent to by a process that runs none', async () => {
    const sender = await start({ works: [] }, []);
    await sender.get(Jobs).enqueue(count, { n: 1 });
    expect(done).toEqual([]);
    await start();
    await until(() => done.length === 1);
  });

  it('refuses what a job is not defined with, when it is sent', async () => {
    const jobs = (await start()).get(Jobs);
    await expect(jobs.enqueue(count, { n: CANARY } as never)).rejects.toThrow(JobPayloadInvalid);
    await expect(jobs.enqueue(count, { n: 1, name: CANARY } as never)).rejects.toThrow(JobPayloadInvalid);
    expect(await looking('counts', (queue) => queue.getJobCounts())).toMatchObject({ waiting: 0, active: 0, failed: 0, completed: 0 });
  });

  it('refuses what a job is not defined with, when it comes', async () => {
    await start();
    await looking('counts', (queue) => queue.add(count.name, { n: 'seven' }, { jobId: 'malformed', attempts: 3 }));
    const failed = await until(() => looking('counts', async (queue) => (await queue.getFailed())[0]));
    expect(failed).toMatchObject({ failedReason: 'queue.payload-invalid', attemptsMade: 1 });
    expect(done).toEqual([]);
  });

  it('tries again what may pass, and gives up when it does not', async () => {
    const tries: number[] = [];
    work = (n, { attempt }) => {
      tries.push(attempt);
      if (n === 1 && attempt === 1) throw new Busy('Everything is taken.');
      if (n === 2) throw new Error('lost');
    };
    const jobs = (await start()).get(Jobs);
    await jobs.enqueue(count, { n: 1 });
    await until(() => done.length === 1);
    expect(tries).toEqual([1, 2]);
    expect(gaveUp).toEqual([]);

    await jobs.enqueue(count, { n: 2 });
    await until(() => gaveUp.length === 1);
    expect(tries).toEqual([1, 2, 1, 2, 3]);
    expect(gaveUp).toEqual([{ n: 2, code: 'unexpected' }]);
  });

  it('gives up at once what a rule forbids', async () => {
    const tries: number[] = [];
    work = (_, { attempt }) => {
      tries.push(attempt);
      throw new Refused('It is counted already.');
    };
    await (await start()).get(Jobs).enqueue(count, { n: 1 });
    const failed = await until(() => looking('counts', async (queue) => (await queue.getFailed())[0]));
    expect(failed.failedReason).toBe('counts.refused');
    expect(tries).toEqual([1]);
    expect(gaveUp).toEqual([{ n: 1, code: 'counts.refused' }]);
  });

  it('keeps and logs of an error its code, never what it says', async () => {
    work = () => {
      throw Object.assign(new Error(`value "${CANARY}" is too long`, { cause: new Error(CANARY) }), { code: '22001', detail: CANARY });
    };
    await (await start()).get(Jobs).enqueue(count, { n: 1 });
    const failed = await until(() => looking('counts', async (queue) => (await queue.getFailed())[0]));
    expect(failed).toMatchObject({ failedReason: 'unexpected.22001', stacktrace: [] });
    expect(await everythingKept()).toContain('unexpected.22001');
    expect(await everythingKept()).not.toContain(CANARY);
    expect(lines.join('')).toContain('"code":"unexpected.22001"');
    expect(lines.join('')).not.toContain(CANARY);
  });

  it('shows how far a job is', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    work = async (_, run) => {
      await run.progress(41.6);
      await gate;
    };
    await (await start()).get(Jobs).enqueue(count, { n: 1 }, { jobId: 'slow' });
    await until(() => looking('counts', async (queue) => (await queue.getJob('slow'))?.progress === 42));
    go();
    await until(() => done.length === 1);
  });

  it('takes a job once, however often it is sent with the same id', async () => {
    const jobs = (await start({ works: [] }, [])).get(Jobs);
    for (let time = 0; time < 3; time += 1) await jobs.enqueue(count, { n: 7 }, { jobId: 'row-7' });
    await start();
    await until(() => done.length > 0);
    await pause(200);
    expect(done).toEqual([7]);
  });

  it('runs a job again that had failed, when its row is sent again', async () => {
    work = () => {
      throw new Refused('Not yet.');
    };
    const jobs = (await start()).get(Jobs);
    await jobs.enqueue(count, { n: 8 }, { jobId: 'row-8' });
    await until(() => looking('counts', (queue) => queue.getFailedCount()));
    work = () => undefined;
    await jobs.enqueue(count, { n: 8 }, { jobId: 'row-8' });
    await until(() => done.length === 1);
  });

  it('runs the job of a killed worker again', async () => {
    const sender = await start({ works: [] }, []);
    await sender.get(Jobs).enqueue(count, { n: 9 });
    await killWorkerInTheMiddle('counts', connection, HELD_FOR_DEAD_MS);
    await start();
    await until(() => done.length === 1);
    expect(done).toEqual([9]);
    expect(gaveUp).toEqual([]);
    expect(lines.join('')).toContain('A worker was lost');
  });

  it('gives up a job that loses its workers again and again', async () => {
    const sender = await start({ works: [] }, []);
    await sender.get(Jobs).enqueue(count, { n: 10 }, { jobId: 'deadly' });
    await killWorkerInTheMiddle('counts', connection, HELD_FOR_DEAD_MS);
    await pretendLostThreeTimesMore('deadly');
    await start();
    await until(() => gaveUp.length === 1);
    expect(gaveUp).toEqual([{ n: 10, code: 'queue.stalled-too-often' }]);
    expect(done).toEqual([]);
  });

  async function pretendLostThreeTimesMore(jobId: string): Promise<void> {
    if (redis === undefined) {
      const client = new Client({ connectionString: database.ownerUrl });
      await client.connect();
      await client.query('UPDATE queue.job SET stalled_count = 3 WHERE id = $1', [jobId]);
      await client.end();
      return;
    }
    const client = new Redis(redis.url);
    await client.hset(`${QUEUE_PREFIX}:counts:${jobId}`, 'stc', 3);
    await client.quit();
  }

  it('finishes the job that runs before a process ends, and leaves the next one to others', async () => {
    let taken = false;
    work = async () => {
      taken = true;
      await pause(400);
    };
    const first = await start();
    await first.get(Jobs).enqueue(count, { n: 1 });
    await first.get(Jobs).enqueue(count, { n: 2 });
    await until(() => taken);
    await first.close();
    started = [];
    expect(done).toEqual([1]);
    await start();
    await until(() => done.length === 2);
    expect(done).toEqual([1, 2]);
  });

  it('runs what is repeated once in all processes, and no longer when nobody asks for it', async () => {
    const clocks = await Promise.all([start({ works: [{ queue: 'clock' }] }, [TickJob]), start({ works: [{ queue: 'clock' }] }, [TickJob])]);
    // Each process that starts has it run at once, and the clock begin anew from there.
    await until(() => ticks.length >= 4);
    ticks = [];
    await until(() => ticks.length >= 10);
    // Twice as often, if both processes had their own clock.
    const apart = ticks.toSorted((one, other) => one - other).map((due, place, all) => due - (all[place - 1] ?? -Infinity));
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(TICK_MS);
    await Promise.all(clocks.map((each) => each.close()));
    started = [];
    await start({ works: [{ queue: 'clock' }] }, [TickWhenAskedJob]);
    expect(await looking('clock', (queue) => queue.getJobSchedulersCount())).toBe(0);
    await pause(300);
    ticks = [];
    await pause(500);
    expect(ticks).toEqual([]);
  });

  it('does not let a process start that lacks the handler of a job', async () => {
    await expect(start({}, [])).rejects.toThrow(new JobsUnhandled('Every job needs exactly one handler in the process that works for its queue: "counts.one" has no handler.'));
  });

  it('does not let a process start that has two handlers for a job', async () => {
    await expect(start({}, [CountJob, CountJobAgain])).rejects.toThrow('"counts.one" has several (CountJob, CountJobAgain)');
  });

  it('does not let a process start that is set to the other place', async () => {
    const other = backend === 'postgres' ? 'redis://127.0.0.1:1' : undefined;
    const starting = NestFactory.createApplicationContext(
      QueueModule.forRoot({ databaseUrl: place.databaseUrl, redisUrl: other, logger: createLogger({ name: 'spec', level: 'silent' }) }),
      { logger: false, abortOnError: false },
    );
    await expect(starting).rejects.toThrow(new QueueBackendDiffers(backend, queueBackendOf({ REDIS_URL: other })));
  });
});
