import 'reflect-metadata';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { testDatabase } from '@anamnesis/schema/testing';
import { stopAllApps } from './processes';
import { makeTestClinic } from './test-clinic';
import { keepRunning } from './running';
import { topologies } from './topologies';

/** Starts the product as TOPOLOGY says, on a database of its own; the tests only know its address. */
export default async function globalSetup(): Promise<void> {
  const name = process.env['TOPOLOGY'] ?? 'all-in-one';
  const start = topologies[name];
  if (!start) throw new Error(`TOPOLOGY is one of ${Object.keys(topologies).join(', ')}, not ${name}.`);
  const redisUrl = name === 'split' ? process.env['REDIS_URL'] : undefined;
  const database = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, redisUrl === undefined ? 'postgres' : 'redis')] });
  const folder = await mkdtemp(join(tmpdir(), 'anamnesis-e2e-'));
  await makeTestClinic(database.urlFor('anamnesis_user_service'), join(folder, 'keys'));
  const running = await start({ database, folder, redisUrl }).catch(async (error: unknown) => {
    // Their logs stay, since the error names one.
    await stopAllApps();
    await database.drop();
    throw error;
  });
  keepRunning({ ...running, database, folder });
  process.env['E2E_ADDRESS'] = running.address;
  process.env['E2E_INSTANCES'] = JSON.stringify(running.instances ?? [running.address]);
  process.env['E2E_FOLDER'] = folder;
  process.env['E2E_OWNER_URL'] = database.ownerUrl;
  process.env['E2E_USER_SERVICE_URL'] = database.urlFor('anamnesis_user_service');
  process.env['E2E_LOGS'] = JSON.stringify(running.apps.map(({ logFile }) => logFile));
}
