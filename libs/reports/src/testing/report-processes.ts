import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule } from '@anamnesis/database';
import { createLogger } from '@anamnesis/logging';
import { QueueModule, type QueueWork, prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { reportsEntities } from '@anamnesis/reports';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { StorageModule } from '@anamnesis/storage';

type Role = Parameters<TestDatabase['urlFor']>[0];

/** A database with its queue, a folder of files, and processes of the roles that are deployed. */
export interface ReportProcesses {
  readonly database: TestDatabase;
  start(role: Role, module: Type | DynamicModule, works?: readonly QueueWork[]): Promise<INestApplicationContext>;
  stop(): Promise<void>;
}

export async function reportProcesses(): Promise<ReportProcesses> {
  const database = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')] });
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-reports-'));
  const started: INestApplicationContext[] = [];
  return {
    database,
    async start(role, module, works = []) {
      const databaseUrl = database.urlFor(role);
      @Module({
        imports: [
          DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5, applicationName: role, entities: reportsEntities }),
          StorageModule.forRoot({ url: `file://${folder}` }),
          module,
          QueueModule.forRoot({ databaseUrl, works, logger: createLogger({ name: role, level: 'silent' }) }),
        ],
      })
      class Process {}
      const process = await NestFactory.createApplicationContext(Process, { logger: false });
      started.push(process);
      return process;
    },
    async stop() {
      for (const process of started) await process.close();
      rmSync(folder, { recursive: true });
      await database.drop();
    },
  };
}
