import { createLogger } from '@anamnesis/logging';
import { testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { prepareQueueSchema } from './prepare-queue-schema';
import { recordQueueBackend } from './queue-backend';
import { QueueBackendDiffers, QueueBackendUnrecorded } from './queue.errors';
import { QueueModule } from './queue.module';

describe('the migrator', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await testDatabase();
  });

  afterEach(() => database.drop());

  async function as(role: 'report_worker' | 'visit_service' | 'extraction', sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: database.urlFor(`anamnesis_${role}`) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('makes the tables of the queue, as often as it is asked to', async () => {
    await prepareQueueSchema(database.ownerUrl);
    await prepareQueueSchema(database.ownerUrl);
    expect(await as('visit_service', 'SELECT id FROM queue.job')).toEqual([]);
  });

  it('lets services use the tables of the queue, and not change them', async () => {
    await prepareQueueSchema(database.ownerUrl);
    await expect(as('report_worker', 'CREATE TABLE queue.mine ()')).rejects.toThrow('permission denied');
    await expect(as('report_worker', 'ALTER TABLE queue.job ADD mine text')).rejects.toThrow('must be owner');
    await expect(as('report_worker', 'DELETE FROM queue.migration')).rejects.toThrow('permission denied');
    await expect(as('extraction', 'SELECT id FROM queue.job')).rejects.toThrow('permission denied');
  });

  it('records where the queue is kept; another place is refused, unless the queue is to move', async () => {
    await recordQueueBackend(database.ownerUrl, 'postgres');
    await recordQueueBackend(database.ownerUrl, 'postgres');
    await expect(recordQueueBackend(database.ownerUrl, 'redis')).rejects.toThrow(QueueBackendDiffers);
    await recordQueueBackend(database.ownerUrl, 'redis', { move: true });
    await expect(recordQueueBackend(database.ownerUrl, 'postgres')).rejects.toThrow('The queue of this database is kept in Redis, but this process is set to PostgreSQL: set REDIS_URL');
  });

  it('is needed before anything starts', async () => {
    const logger = createLogger({ name: 'spec', level: 'silent' });
    const starting = NestFactory.createApplicationContext(QueueModule.forRoot({ databaseUrl: database.urlFor('anamnesis_report_worker'), logger }), { logger: false, abortOnError: false });
    await expect(starting).rejects.toThrow(QueueBackendUnrecorded);
  });
});
