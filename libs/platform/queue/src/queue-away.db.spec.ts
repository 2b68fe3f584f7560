import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '@anamnesis/logging';
import { standBetween, testDatabase } from '@anamnesis/schema/testing';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { defineJob } from './define-job';
import { HandlesJob, type JobHandler } from './handles-job.decorator';
import { Jobs } from './jobs';
import { prepareQueueSchema } from './prepare-queue-schema';
import { recordQueueBackend } from './queue-backend';
import { QueueModule } from './queue.module';
import { startRedis } from './testing/start-redis';
import { until } from './testing/until';

const count = defineJob('counts.one', z.strictObject({ n: z.int() }), { attempts: 3, backoffMs: 20 });
const done: number[] = [];

@HandlesJob(count)
class CountJob implements JobHandler<typeof count> {
  handle({ n }: { n: number }): Promise<void> {
    done.push(n);
    return Promise.resolve();
  }
}

class Process {}

describe('a queue that does not answer', () => {
  it('does not fail those who wrote down what they want: it is logged, and soon', async () => {
    const database = await testDatabase();
    await recordQueueBackend(database.ownerUrl, 'redis');
    const redis = await startRedis();
    const lines: string[] = [];
    const logger = createLogger({ name: 'spec', level: 'debug', destination: { write: (line) => void lines.push(line) } });
    const application = await NestFactory.createApplicationContext(QueueModule.forRoot({ databaseUrl: database.urlFor('anamnesis_report_worker'), redisUrl: redis.url, logger }), {
      logger: false,
      abortOnError: false,
    });
    await application.get(Jobs).enqueue(count, { n: 1 });
    await redis.stop();
    const began = Date.now();
    await application.get(Jobs).enqueue(count, { n: 2 });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(lines.join('')).toContain('Job not sent');
    await application.close();
    await database.drop();
  });
});

describe('a server that is away while a worker begins', () => {
  it('is worked for when it is back', async () => {
    const database = await testDatabase();
    await prepareQueueSchema(database.ownerUrl);
    await recordQueueBackend(database.ownerUrl, 'postgres');
    const between = await standBetween(database.urlFor('anamnesis_report_worker'));
    between.turnAway = 'queue runs';
    const lines: string[] = [];
    const logger = createLogger({ name: 'spec', level: 'debug', destination: { write: (line) => void lines.push(line) } });
    const application = await NestFactory.createApplicationContext(
      { module: Process, imports: [QueueModule.forRoot({ databaseUrl: between.url, logger, works: [{ queue: 'counts' }] })], providers: [CountJob] },
      { logger: false, abortOnError: false },
    );
    await application.get(Jobs).enqueue(count, { n: 1 });
    await until(() => lines.join('').includes('The worker had an error'));
    await pause(500);
    expect([done, lines.filter((line) => line.includes('The worker had an error')).length < 10]).toEqual([[], true]);
    between.turnAway = undefined;
    await until(() => done.length);
    await application.close();
    await between.close();
    await database.drop();
  });
});
