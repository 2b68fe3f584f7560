import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDatabaseAt, migrationsAt } from './check-database';
import { openEmbeddedDatabase, type EmbeddedDatabase } from './open-embedded-database';

jest.setTimeout(60_000);

let folder: string;
const opened: EmbeddedDatabase[] = [];

async function open(): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase({ folder: join(folder, 'data'), holder: 'a test', log: () => undefined });
  opened.push(database);
  return database;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anamnesis-embedded-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  await rm(folder, { recursive: true, force: true });
});

it('makes a database that each service enters as its own role, also when several processes prepare it at once', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  await Promise.all([one.prepare([], () => undefined), two.prepare([], () => undefined)]);
  for (const role of ['anamnesis_all_in_one', 'anamnesis_user_service', 'anamnesis_importer'] as const) {
    await expect(checkDatabaseAt(await one.urlFor(role), role)).resolves.toBeUndefined();
  }
});

it('migrates nothing before it is told to', async () => {
  const database = await open();
  expect((await migrationsAt(database.ownerUrl)).applied).toEqual([]);
});
