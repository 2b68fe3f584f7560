import { join } from 'node:path';
import type { TestDatabase } from '@anamnesis/schema/testing';
import { startLoadBalancer } from './load-balancer';
import { type AppProcess, freePort, keepAlive, ready, startApp } from './processes';

/** The product as it runs for one suite. */
export interface RunningTopology {
  readonly address: string;
  readonly apps: readonly AppProcess[];
  /** Of the instances behind the one address, where there are several alike. */
  readonly instances?: readonly string[];
}

export interface Place {
  readonly database: TestDatabase;
  /** Of this run: keys, report files, logs. */
  readonly folder: string;
  readonly redisUrl?: string | undefined;
}

const common = { LOG_LEVEL: 'debug', HOST: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '1000000', DATABASE_POOL_SIZE: '5' };

const at = (port: number): string => `http://127.0.0.1:${String(port)}`;

/** One process, the queue on PostgreSQL: what a small clinic runs. */
export async function startMonolith({ database, folder }: Place): Promise<RunningTopology> {
  const port = await freePort();
  const address = at(port);
  const app = startApp('all-in-one', { ...common, PORT: String(port), DATABASE_URL: database.urlFor('anamnesis_all_in_one'), EXTRACTION_DATABASE_URL: database.urlFor('anamnesis_extraction'), DATA_FOLDER: folder }, folder);
  await ready(app, address);
  return { address, apps: [app] };
}

/** Four processes, the queue on Redis: what is scaled out, and what the containers run. */
export async function startSplit({ database, folder, redisUrl }: Place): Promise<RunningTopology> {
  if (redisUrl === undefined) throw new Error('The split topology needs REDIS_URL; npm test starts a Redis for it.');
  const [users, visits, gateway, worker] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const files = { STORAGE_URL: `file://${folder}/files`, REDIS_URL: redisUrl };
  const jwks = { JWKS_URL: `${at(users)}/.well-known/jwks.json` };
  const apps: [AppProcess, number][] = [
    [startApp('user-service', { ...common, REDIS_URL: redisUrl, PORT: String(users), DATABASE_URL: database.urlFor('anamnesis_user_service'), KEYS_FOLDER: `${folder}/keys` }, folder), users],
    [startApp('visit-service', { ...common, ...files, ...jwks, PORT: String(visits), DATABASE_URL: database.urlFor('anamnesis_visit_service') }, folder), visits],
    [startApp('report-worker', { ...common, ...files, MAIL_URL: `file://${folder}/mail`, PORT: String(worker), DATABASE_URL: database.urlFor('anamnesis_report_worker'), EXTRACTION_DATABASE_URL: database.urlFor('anamnesis_extraction') }, folder), worker],
    [startApp('gateway', { ...common, ...jwks, PORT: String(gateway), USER_SERVICE_URL: at(users), VISIT_SERVICE_URL: at(visits) }, folder), gateway],
  ];
  await Promise.all(apps.map(([app, port]) => ready(app, at(port))));
  return { address: at(gateway), apps: apps.map(([app]) => app) };
}

/**
 * Two of what a small clinic runs, on one database, one folder of keys and one of files, without Redis, behind the load balancer that
 * the project ships. The limit of requests is the product's own: a test reaches it in seconds, and the rest
 * of the suite does not, on a fast machine either.
 */
export async function startTwo({ database, folder }: Place): Promise<RunningTopology> {
  const [balancer, ...ports] = [await freePort(), await freePort(), await freePort()];
  const environment = { ...common, RATE_LIMIT_PER_MINUTE: '6000', DATABASE_URL: database.urlFor('anamnesis_all_in_one'), EXTRACTION_DATABASE_URL: database.urlFor('anamnesis_extraction'), DATA_FOLDER: folder };
  const apps = ports.map((port, place) => keepAlive(() => startApp('all-in-one', { ...environment, PORT: String(port) }, folder, `all-in-one-${String(place + 1)}`)));
  const [instances, nginx, address] = [ports.map(at), startLoadBalancer(join(folder, 'load-balancer'), balancer, ports), at(balancer)];
  await Promise.all([...apps.map((app, place) => ready(app, instances[place] ?? '')), ready(nginx, address)]);
  return { address, apps: [...apps, nginx], instances };
}

export const topologies: Readonly<Record<string, (place: Place) => Promise<RunningTopology>>> = { 'all-in-one': startMonolith, split: startSplit, 'two-behind-nginx': startTwo };
