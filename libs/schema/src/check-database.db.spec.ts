import { Client } from 'pg';
import { adoptCluster } from './adopt-cluster';
import { checkDatabase, checkDatabaseAt } from './check-database';
import { migrate } from './migrate';
import { provisionRoles, serviceRoles } from './provision-roles';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
const clients: Client[] = [];

async function connected(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  clients.push(client);
  return client;
}

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
  await database.drop();
});

it('lets each service role see that the database is fit', async () => {
  for (const role of ['anamnesis_user_service', 'anamnesis_visit_service', 'anamnesis_report_worker', 'anamnesis_all_in_one', 'anamnesis_importer', 'anamnesis_extraction'] as const) {
    await expect(checkDatabase(await connected(database.urlFor(role)))).resolves.toBeUndefined();
  }
});

it('keeps a process from working as another role than its own, the owner and the administrator above all', async () => {
  await expect(checkDatabaseAt(database.urlFor('anamnesis_all_in_one'), 'anamnesis_visit_service')).resolves.toBeUndefined();
  await expect(checkDatabaseAt(database.ownerUrl, 'anamnesis_all_in_one')).rejects.toThrow('This works as the role anamnesis_all_in_one and DATABASE_URL signs in as anamnesis_owner');
  await expect(checkDatabaseAt(database.urlFor('anamnesis_all_in_one'), 'anamnesis_extraction', 'EXTRACTION_DATABASE_URL')).rejects.toThrow('This works as the role anamnesis_extraction and EXTRACTION_DATABASE_URL signs in as anamnesis_all_in_one');
  const administrator = new URL(process.env['TEST_DATABASE_URL']!);
  administrator.pathname = new URL(database.ownerUrl).pathname;
  await expect(checkDatabaseAt(administrator.href, 'anamnesis_all_in_one')).rejects.toThrow('give the address of that role');
});

it('gives roles the login and the password they are told, and keeps the password itself out of the statement', async () => {
  await provisionRoles(database.ownerUrl, Object.fromEntries(serviceRoles.map((role) => [role, `test-${role}`])));
  const client = await connected(database.urlFor('anamnesis_audit_reader'));
  expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'anamnesis_audit_reader' }]);
  await expect(provisionRoles(database.ownerUrl, { anamnesis_importer: 'straße' })).rejects.toThrow('ASCII');
});

describe('a database restored into another cluster', () => {
  let owner: Client;

  beforeEach(async () => {
    owner = await connected(database.ownerUrl);
    await owner.query('UPDATE app.stamp_origin SET system_identifier = 1');
  });

  it('is not written until it is adopted', async () => {
    const sentence = 'run "npm run cli -- database adopt" once';
    await expect(checkDatabase(owner)).rejects.toThrow(sentence);
    await expect(migrate(database.ownerUrl)).rejects.toThrow(sentence);
  });

  it('stamps with an origin of its own once adopted, which can be said twice', async () => {
    expect(await adoptCluster(database.ownerUrl)).toBe(2);
    expect(await adoptCluster(database.ownerUrl)).toBe(2);
    await expect(checkDatabase(owner)).resolves.toBeUndefined();
    expect((await owner.query('SELECT app.current_origin() AS origin')).rows).toEqual([{ origin: 2 }]);
  });

  it('gets its old origin again when it comes back to a cluster it lived in', async () => {
    await adoptCluster(database.ownerUrl);
    await owner.query('INSERT INTO app.stamp_origin (origin, system_identifier) VALUES (3, 3)');
    await expect(checkDatabase(owner)).rejects.toThrow('database adopt');
    expect(await adoptCluster(database.ownerUrl)).toBe(2);
    await expect(checkDatabase(owner)).resolves.toBeUndefined();
  });
});

it('refuses a database that does not know the letters of every script', async () => {
  const admin = await connected(process.env['TEST_DATABASE_URL']!);
  const name = `anamnesis_test_letters_${process.pid}`;
  await admin.query(`CREATE DATABASE ${name} OWNER anamnesis_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
  const url = new URL(database.ownerUrl);
  url.pathname = name;
  await migrate(url.href);
  const owner = new Client(url.href);
  await owner.connect();
  await expect(checkDatabase(owner)).rejects.toThrow('does not know the letters of every script (its ctype is C), so names like 李明 and Иванов could not be found: create it anew');
  await owner.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
});
