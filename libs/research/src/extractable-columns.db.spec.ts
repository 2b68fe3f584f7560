import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { extractableColumns } from './extractable-columns';

/** What it is granted besides, whole: studies, the ledger, which cluster stamps come from, and its own memory. None of it is of the record. */
const ofNoRecord = ['app.stamp_origin', 'public.extraction', 'public.release', 'public.schema_migration', 'public.study', 'research.numbered', 'research.row_state', 'research.shown_code', 'research.subject'];

let place: TestDatabase;
let extraction: Client;
let owner: Client;

beforeAll(async () => {
  place = await testDatabase();
  owner = new Client({ connectionString: place.ownerUrl });
  extraction = new Client({ connectionString: place.urlFor('anamnesis_extraction') });
  await Promise.all([owner.connect(), extraction.connect()]);
});

afterAll(async () => {
  await Promise.all([owner.end(), extraction.end()]);
  await place.drop();
});

/** What the role can read of tables that are ours, as PostgreSQL itself tells it. */
async function granted(): Promise<Record<string, string[]>> {
  const { rows } = await owner.query<{ table: string; columns: string[] }>(`
    SELECT n.nspname || '.' || c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE n.nspname IN ('public', 'app', 'audit', 'research') AND c.relkind IN ('r', 'p', 'v') AND has_column_privilege('anamnesis_extraction', c.oid, a.attnum, 'SELECT')
     GROUP BY 1`);
  return Object.fromEntries(rows.map(({ table, columns }) => [table, [...columns].sort()]));
}

describe('the extraction role', () => {
  it('reads the listed columns and nothing else of the whole database', async () => {
    const found = await granted();
    expect(Object.keys(found).sort()).toEqual([...ofNoRecord, ...Object.keys(extractableColumns).map((table) => `public.${table}`)].sort());
    for (const [table, columns] of Object.entries(extractableColumns)) expect([table, found[`public.${table}`]]).toEqual([table, [...columns].sort()]);
  });

  it('does not read a column that is new, nor any of a person', async () => {
    await owner.query('ALTER TABLE measure ADD COLUMN told_in_confidence text');
    await expect(extraction.query('SELECT told_in_confidence FROM measure')).rejects.toMatchObject({ code: '42501' });
    for (const statement of ['SELECT names FROM patient', 'SELECT note FROM visit', 'SELECT text FROM diagnosis', 'SELECT username FROM account', 'SELECT * FROM measure']) {
      await expect(extraction.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('writes nothing of the record', async () => {
    await expect(extraction.query("UPDATE participation SET status = 'withdrawn'")).rejects.toMatchObject({ code: '42501' });
    await expect(extraction.query("UPDATE study SET status = 'closed'")).rejects.toMatchObject({ code: '42501' });
    await expect(extraction.query("UPDATE visit SET status = 'completed'")).rejects.toMatchObject({ code: '42501' });
    await expect(extraction.query("DELETE FROM measure")).rejects.toMatchObject({ code: '42501' });
  });
});
