import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { Client as Database } from 'pg';
import { Client } from '../client';
import { type AppProcess, freePort, ready, startApp, stopApp } from '../topology/processes';
import { makeTestClinic } from '../topology/test-clinic';
import { WrittenPatient } from './written-patient';

const reads = 10_000;
/** So many reads for each write of each of two writers: a slow machine has the same share of hits as a fast one. */
const readsPerWrite = 16;
const readers = 16;

let folder: string;
let database: TestDatabase;
const instances: { app: AppProcess; address: string }[] = [];
const connections: Database[] = [];

async function connect(): Promise<Database> {
  const client = new Database({ connectionString: database.ownerUrl });
  await client.connect();
  connections.push(client);
  return client;
}

async function startInstance(name: string): Promise<{ app: AppProcess; address: string }> {
  const port = String(await freePort());
  const address = `http://127.0.0.1:${port}`;
  const logs = await mkdtemp(join(folder, `${name}-`));
  const app = startApp('all-in-one', { PORT: port, LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '1000000', DATABASE_POOL_SIZE: '5', DATABASE_URL: database.urlFor('anamnesis_all_in_one'), EXTRACTION_DATABASE_URL: database.urlFor('anamnesis_extraction'), DATA_FOLDER: folder }, logs);
  instances.push({ app, address });
  await ready(app, address);
  return { app, address };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anamnesis-fresh-'));
  database = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')] });
  await makeTestClinic(database.urlFor('anamnesis_user_service'), join(folder, 'keys'));
  await Promise.all(['one', 'two'].map(startInstance));
});

afterAll(async () => {
  await Promise.all(instances.map(({ app }) => stopApp(app)));
  await Promise.all(connections.map((connection) => connection.end()));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** As often as the charts were read from their tables, at least: a read looks into this one at least twice, and its writers only add to it. */
async function readsFromTables(owner: Database): Promise<number> {
  const { rows } = await owner.query<{ scans: string }>("SELECT COALESCE(seq_scan, 0) + COALESCE(idx_scan, 0) AS scans FROM pg_stat_user_tables WHERE relname = 'list_review'");
  return Math.ceil(Number(rows[0]?.scans) / 2);
}

it(`of ${String(reads)} charts read at two instances while a third party writes, none is older than the request, and most come from a cache`, async () => {
  const owner = await connect();
  const { rows } = await owner.query<{ id: string; account_id: string; organisation_id: string }>("SELECT d.id, d.account_id, d.organisation_id FROM doctor d JOIN account a ON a.id = d.account_id WHERE a.username = 'doctor'");
  const [doctor] = rows;
  if (!doctor) throw new Error('The demonstration clinic has no doctor');
  const patients = Array.from({ length: 24 }, (_, number) => new WrittenPatient(number % 6 === 0, doctor.id, doctor.organisation_id));
  for (const patient of patients) await patient.make(owner);

  const { current } = await openKeyRing(join(folder, 'keys'));
  const signedIn = async (accountId: string, role: string) => {
    const token = await signAccessToken({ accountId, role, sessionId: accountId }, current, 600);
    return instances.map(({ address }) => new Client(address, token));
  };
  const viewers = new Map<WrittenPatient | 'doctor', Client[]>([['doctor', await signedIn(doctor.account_id, 'doctor')]]);
  for (const patient of patients) viewers.set(patient, await signedIn(patient.accountId, 'patient'));

  const faults: string[] = [];
  let sent = 0;
  let done = 0;

  async function readOne(number: number): Promise<void> {
    const patient = patients[Math.floor(Math.random() * patients.length)] as WrittenPatient;
    const viewer = number % 4 === 0 ? 'patient' : 'doctor';
    const client = viewers.get(viewer === 'patient' ? patient : 'doctor')?.[number % 2];
    const committed = patient.committedTo(viewer);
    const answer = await client?.get(`/patients/${patient.id}/chart`);
    if (answer?.status !== 200) throw new Error(`Answered ${String(answer?.status)}: ${answer?.bytes.toString() ?? ''}`);
    const shown = patient.shownBy(answer.body, viewer);
    if (shown < committed) faults.push(`The ${viewer} was shown write ${String(shown)} after ${String(committed)} had been committed`);
    if (shown > patient.begun) faults.push(`The ${viewer} was shown write ${String(shown)}, which nobody has made`);
    done += 1;
  }

  async function read(): Promise<void> {
    while (sent < reads) {
      await readOne(sent++).catch((error: unknown) => {
        faults.push(String(error));
        done += 1;
      });
    }
  }

  async function write(own: readonly WrittenPatient[]): Promise<number> {
    const connection = await connect();
    let writes = 0;
    while (done < reads) {
      await own[Math.floor(Math.random() * own.length)]?.write(connection);
      writes += 1;
      while (done < Math.min(reads, writes * readsPerWrite)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return writes;
  }

  const before = await readsFromTables(owner);
  const half = patients.length / 2;
  const [one, two] = await Promise.all([write(patients.slice(0, half)), write(patients.slice(half)), ...Array.from({ length: readers }, read)]);
  expect(faults.slice(0, 5)).toEqual([]);
  expect(faults).toHaveLength(0);
  expect(Math.min(one, two)).toBeGreaterThan(500);

  // A session tells what it did at its end at the latest.
  await Promise.all(instances.map(({ app }) => stopApp(app)));
  const fromCache = reads - ((await readsFromTables(owner)) - before);
  expect(fromCache).toBeGreaterThan(reads / 3);
  const entries = await owner.query<{ count: number }>("SELECT count(*)::integer AS count FROM audit.entry WHERE action = 'read' AND patient_id = ANY ($1)", [patients.map(({ id }) => id)]);
  expect(entries.rows).toEqual([{ count: reads }]);
});
