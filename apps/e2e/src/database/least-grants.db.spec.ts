import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { leastGrants } from './least-grants';
import { ownTables } from './own-tables';

let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await testDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** What a role was granted itself: tables with their privileges, those of some columns with these in brackets (the change stamp is nobody's to write), and functions. */
const granted = `${ownTables}
  SELECT line FROM (
    SELECT CASE own.schema WHEN 'public' THEN own.name ELSE own.schema || '.' || own.name END || ': ' || string_agg(p.privilege, ', ' ORDER BY p.privilege) AS line
      FROM own JOIN pg_class c ON c.oid = own.oid, LATERAL (
        SELECT g.privilege_type AS privilege FROM aclexplode(c.relacl) g WHERE g.grantee = $1::regrole
        UNION
        SELECT g.privilege_type || CASE WHEN count(*) < (SELECT count(*) FROM pg_attribute w WHERE w.attrelid = c.oid AND w.attnum > 0 AND NOT w.attisdropped AND w.attname NOT IN ('changed_origin', 'changed_xid'))
                                        THEN ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')' ELSE '' END FROM pg_attribute a, aclexplode(a.attacl) g
         WHERE a.attrelid = c.oid AND g.grantee = $1::regrole GROUP BY g.privilege_type) p
     GROUP BY own.schema, own.name
    UNION ALL
    SELECT f.oid::regproc || '()' FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace, aclexplode(f.proacl) g
     WHERE n.nspname IN ('public', 'app', 'audit', 'research') AND f.prosecdef AND g.grantee = $1::regrole AND g.privilege_type = 'EXECUTE'
  ) AS lines ORDER BY line`;

it.each(Object.keys(leastGrants))('%s has the grants that its work needs, and no other', async (role) => {
  const { rows } = await owner.query<{ line: string }>(granted, [`anamnesis_${role}`]);
  expect(rows.map(({ line }) => line).sort()).toEqual([...(leastGrants[role] ?? [])].sort());
});

it('a grant that nobody expected is found', async () => {
  await owner.query('BEGIN');
  await owner.query('GRANT UPDATE (email) ON account TO anamnesis_report_worker');
  const { rows } = await owner.query<{ line: string }>(granted, ['anamnesis_report_worker']);
  await owner.query('ROLLBACK');
  expect(rows.map(({ line }) => line)).toContain('account: UPDATE (email)');
});
