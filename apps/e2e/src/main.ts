import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@anamnesis/configuration';
import { prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '@anamnesis/schema';
import { Client } from 'pg';
import { makeBenchClinic } from './bench/bench-clinic';
import { benchDemonstration } from './bench/bench-demonstration';
import { benchExtraction } from './bench/bench-extraction';
import { benchImport } from './bench/bench-import';
import { benchSearch } from './bench/bench-search';
import { chartContest, contests } from './bench/contests';
import { type Effort, type Figure, contest, line } from './bench/figures';
import { writeResults } from './bench/write-results';
import { type AppProcess, freePort, ready, root, startApp, stopApp } from './topology/processes';
import { makeTestClinic } from './topology/test-clinic';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** `npm run bench -- --quick` looks whether the bench works; its figures are not kept. */
const quick = process.argv.includes('--quick');
/** `npm run prove:million`: the questions whose answer may hang on how many patients there are, asked again of so many. */
const asked = Number(process.argv[process.argv.indexOf('--patients') + 1]);
const many = process.argv.includes('--patients');
/** `npm run prove:search`: of so many patients, who are made for the search alone. */
const searched = process.argv.includes('--search') ? Number(process.argv[process.argv.indexOf('--search') + 1]) : undefined;
const longestMinutes = process.argv.includes('--within') ? Number(process.argv[process.argv.indexOf('--within') + 1]) : 60;
const patients = many ? asked : quick ? 100 : 1000;
const effort: Effort = quick ? { connections: [16], rounds: 1, seconds: 1 } : { connections: [16, 64], rounds: 3, seconds: 4 };
const poolSize = 10;

runProcess(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anamnesis-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    say('A database of its own, durable as in use ...');
    const database = await openEmbeddedDatabase({ folder, holder: 'npm run bench', alone: true, log: () => undefined, onLost: (error: unknown) => say(String(error)) });
    stops.unshift(() => database.close());
    await database.prepare([prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')], () => undefined);
    await (searched === undefined ? measure(database, folder, stops) : measureSearch(database, searched));
  } finally {
    for (const stop of stops) await stop();
  }
});

async function measure(database: EmbeddedDatabase, folder: string, stops: (() => Promise<unknown>)[]): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  stops.unshift(() => owner.end());
  await makeTestClinic(await database.urlFor('anamnesis_user_service'), join(folder, 'keys'));
  await owner.query('CREATE SCHEMA bare');
  for (const table of ['visit', 'measure', 'diagnosis', 'treatment']) await owner.query(`CREATE TABLE bare.${table} (LIKE ${table} INCLUDING DEFAULTS INCLUDING INDEXES)`);
  const figures: Figure[] = await population(database, folder);
  const clinic = await makeBenchClinic(owner, quick ? 50 : 1000);

  const [ownPort, uncachedPort, floorPort] = [await freePort(), await freePort(), await freePort()];
  const own = `http://127.0.0.1:${String(ownPort)}`;
  const uncached = `http://127.0.0.1:${String(uncachedPort)}`;
  const floor = `http://127.0.0.1:${String(floorPort)}`;
  const databases = { DATABASE_URL: await database.urlFor('anamnesis_all_in_one'), EXTRACTION_DATABASE_URL: await database.urlFor('anamnesis_extraction') };
  const startOwn = (port: number, more: Record<string, string> = {}) => startApp('all-in-one', { ...databases, DATA_FOLDER: folder, PORT: String(port), DATABASE_POOL_SIZE: String(poolSize), RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'warn', ...more }, folder);
  const app = startOwn(ownPort);
  stops.unshift(() => stopApp(app));
  const withoutCache = startOwn(uncachedPort, { CHART_CACHE_MEGABYTES: '0' });
  stops.unshift(() => stopApp(withoutCache));
  const floorProcess = startFloor({ port: floorPort, ownerUrl: database.ownerUrl, serviceUrl: await database.urlFor('anamnesis_visit_service'), poolSize, doctorAccountId: clinic.doctorAccountId });
  stops.unshift(() => stopApp(floorProcess));
  await ready(app, own);
  await ready(withoutCache, uncached);
  const token = await signIn(own);

  const requests = contests({ own, uncached, floor, token }, clinic.patientIds, clinic.visitIds);
  for (const each of many ? requests.filter(({ name }) => name === chartContest) : requests) figures.push(...(await contest(each, effort, say)));
  const imported = many ? undefined : await benchImport(await database.urlFor('anamnesis_importer'), database.ownerUrl, say);
  if (imported) figures.push(imported);
  if (!many) figures.push(...(await search(database, quick ? 2000 : 20_000)));
  say(`\n${figures.map(line).join('\n')}`);
  if (!quick) writeResults(root, figures, await versionOf(owner), many ? 'million' : 'bench');
}

async function measureSearch(database: EmbeddedDatabase, patients: number): Promise<void> {
  const figures = await search(database, patients);
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const version = await versionOf(owner);
  await owner.end();
  say(`\n${figures.map(line).join('\n')}`);
  writeResults(root, figures, version, 'search');
}

async function search(database: EmbeddedDatabase, patients: number): Promise<Figure[]> {
  return benchSearch({ ownerUrl: database.ownerUrl, serviceUrl: await database.urlFor('anamnesis_user_service') }, patients, say);
}

async function versionOf(owner: Client): Promise<string> {
  return (await owner.query<{ version: string }>("SELECT 'PostgreSQL ' || current_setting('server_version') AS version")).rows[0]?.version ?? '';
}

/** First of all, while the database holds little else: what it costs to make the patients, and to extract from them. */
async function population(database: EmbeddedDatabase, folder: string): Promise<Figure[]> {
  const made = await benchDemonstration(await database.urlFor('anamnesis_importer'), database.ownerUrl, say, patients, longestMinutes);
  const place = { ownerUrl: database.ownerUrl, workerUrl: await database.urlFor('anamnesis_report_worker'), extractionUrl: await database.urlFor('anamnesis_extraction'), folder: join(folder, 'files') };
  return [made, ...(await benchExtraction(place, say))];
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'doctor', password: 'a-clinic-to-try-out' }) });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

function startFloor(settings: object): AppProcess {
  return { name: 'floor', child: spawn(process.execPath, [join(__dirname, 'bench/floor.js'), JSON.stringify(settings)], { stdio: 'inherit' }), logFile: '' };
}
