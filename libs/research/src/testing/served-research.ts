import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { DatabaseModule } from '@anamnesis/database';
import { serve } from '@anamnesis/http';
import { createLogger } from '@anamnesis/logging';
import { QueueModule } from '@anamnesis/queue';
import { type Acting, SignInModule, openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { FileStore, StorageModule } from '@anamnesis/storage';
import { researchEntities } from '../entities';
import { ExtractionsHttpModule } from '../http/extractions-http.module';
import { StudiesHttpModule } from '../http/studies-http.module';
import type { ResearchProcesses } from './research-processes';

export interface Asked {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The doors of research, served. */
export interface ServedResearch {
  readonly files: FileStore;
  ask(path: string, as: Acting, asked?: Asked): Promise<Response>;
  stop(): Promise<void>;
}

export async function servedResearch({ database, storageUrl }: ResearchProcesses): Promise<ServedResearch> {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-research-http-'));
  const { current, publicKeys } = await openKeyRing(folder);
  const databaseUrl = database.urlFor('anamnesis_all_in_one');
  const logger = createLogger({ name: 'research', level: 'silent' });
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5, applicationName: 'research', entities: researchEntities }),
      SignInModule.forRoot({ publicKeys: { keys: publicKeys }, routes: routeTable }),
      StorageModule.forRoot({ url: storageUrl }),
      StudiesHttpModule,
      ExtractionsHttpModule,
      QueueModule.forRoot({ databaseUrl, logger }),
    ],
  })
  class Served {}
  const served = await serve(Served, { host: '127.0.0.1', port: 0, trustedProxies: 'loopback', logger, nestLogger: { log: () => undefined, error: () => undefined, warn: () => undefined }, routes: routeTable, documentation: 'none' });
  return {
    files: served.app.get(FileStore, { strict: false }),
    async ask(path, { accountId, role }, { method = 'GET', body, headers = {} } = {}) {
      const token = await signAccessToken({ accountId, role, sessionId: accountId }, current, 600);
      return fetch(new URL(path, served.address), {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    async stop() {
      await served.app.close();
      rmSync(folder, { recursive: true });
    },
  };
}
