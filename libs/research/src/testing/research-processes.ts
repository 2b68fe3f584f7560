import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule } from '@anamnesis/database';
import { createLogger } from '@anamnesis/logging';
import { QueueModule, type QueueWork, prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { StorageModule } from '@anamnesis/storage';
import { researchEntities } from '../entities';

type Role = Parameters<TestDatabase['urlFor']>[0];

/** A database with its queue, a folder of files, and processes of the roles that are deployed. */
export interface ResearchProcesses {
  readonly database: TestDatabase;
  readonly storageUrl: string;
  start(role: Role, module: Type | DynamicModule, works?: readonly QueueWork[]): Promise<INestApplicationContext>;
  stop(): Promise<void>;
}

export async function researchProcesses(): Promise<ResearchProcesses> {
  const database = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')] });
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-research-'));
  const storageUrl = `file://${folder}`;
  const started: INestApplicationContext[] = [];
  return {
    database,
    storageUrl,
    async start(role, module, works = []) {
      const databaseUrl = database.urlFor(role);
      @Module({
        imports: [
          DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5, applicationName: role, entities: researchEntities }),
          StorageModule.forRoot({ url: storageUrl }),
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
