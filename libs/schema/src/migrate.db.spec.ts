import { Client } from 'pg';
import { appliedMigrations, pendingAmong } from './applied-migrations';
import { checkDatabase } from './check-database';
import { migrate, migrateDown } from './migrate';
import { readMigrations, type Migration } from './migration-files';
import { testDatabase, type TestDatabase } from './testing/test-database';

// Each migration more is taken back and made again once more for each before it.
jest.setTimeout(180_000);

let database: TestDatabase;
let owner: Client;

async function open(migrated: boolean): Promise<void> {
  database = await testDatabase({ migrated });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
}

afterEach(async () => {
  await owner.end();
  await database.drop();
});

/** All that a migration can make, told so that two databases can be compared: no oids, and nothing that depends on the day. */
async function catalogue(): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(`
    WITH ours AS (SELECT oid, nspname, nspacl FROM pg_namespace WHERE nspname IN ('public', 'app', 'audit', 'research')),
    relation AS (SELECT c.oid, c.oid::regclass AS name, relkind, relrowsecurity, relforcerowsecurity, relacl FROM pg_class c JOIN ours ON ours.oid = relnamespace)
    SELECT concat_ws(' ', 'schema', nspname, ARRAY(SELECT unnest(nspacl)::text ORDER BY 1)) AS line FROM ours
    UNION ALL SELECT concat_ws(' ', 'relation', relkind, name, relrowsecurity, relforcerowsecurity, ARRAY(SELECT unnest(relacl)::text ORDER BY 1)) FROM relation
    UNION ALL SELECT concat_ws(' ', 'column', name, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), ARRAY(SELECT unnest(attacl)::text ORDER BY 1))
      FROM relation JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c JOIN ours ON ours.oid = connamespace WHERE conrelid <> 0
    UNION ALL SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes JOIN ours ON nspname = schemaname
    UNION ALL SELECT concat_ws(' ', 'function', p.oid::regprocedure, md5(pg_get_functiondef(p.oid)), ARRAY(SELECT unnest(proacl)::text ORDER BY 1))
      FROM pg_proc p JOIN ours ON ours.oid = pronamespace WHERE prokind = 'f' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT concat_ws(' ', 'policy', schemaname, tablename, policyname, cmd, roles, qual, with_check) FROM pg_policies
    UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
    ORDER BY line`);
  return rows.map(({ line }) => line);
}

describe('an empty database', () => {
  beforeEach(() => open(false));

  it('is brought to this version by every migration in its order, and serves then', async () => {
    await expect(checkDatabase(owner)).rejects.toThrow(`This database lacks ${readMigrations().length} migrations (from 0001-foundation on): run "npm run cli -- database migrate"`);
    expect(await migrate(database.ownerUrl)).toEqual(readMigrations().map(({ name }) => name));
    await expect(checkDatabase(owner)).resolves.toBeUndefined();
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  it('is migrated once by two migrators at the same moment', async () => {
    const [one, two] = await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);
    expect([one.length, two.length].sort((a, b) => a - b)).toEqual([0, readMigrations().length]);
  });

  it('keeps nothing of a migration that fails half way', async () => {
    const broken: Migration = { name: '0001-broken', up: 'CREATE TABLE half (id uuid); SELECT 1 / 0;', down: '', sha256: '' };
    await expect(migrate(database.ownerUrl, { migrations: [broken] })).rejects.toThrow('Migration 0001-broken failed and left nothing behind (division by zero)');
    expect((await owner.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }]);
    expect(await appliedMigrations(owner)).toEqual([]);
  });
});

describe('a migrated database', () => {
  beforeEach(() => open(true));

  it('can be taken back step by step to nothing, and comes again the same', async () => {
    const before = await catalogue();
    expect(before.length).toBeGreaterThan(300);
    for (const { name } of readMigrations().reverse()) expect(await migrateDown(database.ownerUrl, 1)).toEqual([name]);
    expect((await catalogue()).filter((line) => !line.includes('schema_migration') && !/^(schema public|extension plpgsql)/.test(line))).toEqual([]);
    await migrate(database.ownerUrl);
    expect(await catalogue()).toEqual(before);
  });

  it('comes the same after each single step back and forward', async () => {
    const before = await catalogue();
    for (let steps = 1; steps <= readMigrations().length; steps += 1) {
      await migrateDown(database.ownerUrl, steps);
      await migrate(database.ownerUrl);
      expect(await catalogue()).toEqual(before);
    }
  });

  it('is refused when a migration that made it has another text now', async () => {
    await owner.query("UPDATE schema_migration SET sha256 = 'another' WHERE name = '0001-foundation'");
    const sentence = 'Migration 0001-foundation is not the one that made this database: put its file back';
    await expect(migrate(database.ownerUrl)).rejects.toThrow(sentence);
    await expect(checkDatabase(owner)).rejects.toThrow(sentence);
  });

  it('is refused, untouched, when a newer version has migrated it', async () => {
    await owner.query("INSERT INTO schema_migration (name, sha256) VALUES ('9999-future', 'x')");
    const sentence = 'This database belongs to a newer version of Anamnesis (it has 9999-future, unknown here): start that version';
    await expect(migrate(database.ownerUrl)).rejects.toThrow(sentence);
    await expect(migrateDown(database.ownerUrl, 1)).rejects.toThrow(sentence);
    await expect(checkDatabase(owner)).rejects.toThrow(sentence);
    expect(await appliedMigrations(owner)).toHaveLength(readMigrations().length + 1);
  });

  it('is not migrated by a role that does not own it', async () => {
    await expect(migrate(database.urlFor('anamnesis_all_in_one'))).rejects.toThrow("Migrations are the work of the database's owner and anamnesis_all_in_one is not");
  });

  it('is prepared for what brings tables of its own', async () => {
    const asked: string[] = [];
    await migrate(database.ownerUrl, { prepare: [async (ownerUrl) => void asked.push(ownerUrl)] });
    expect(asked).toEqual([database.ownerUrl]);
  });

  it('has a month of the audit store for each month of the coming year', async () => {
    const { rows } = await owner.query<{ parts: number }>("SELECT count(*)::int AS parts FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass");
    // This month, twelve more, and the default.
    expect(rows[0]?.parts).toBeGreaterThanOrEqual(14);
    expect(pendingAmong(readMigrations(), await appliedMigrations(owner))).toEqual([]);
  });
});
