import { serviceRoles, type ServiceRole } from '@anamnesis/schema';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { everybody, relate } from '../world/everybody';
import { ownTables } from './own-tables';
import { type Attempt, type WalledTable, insert, read, remove, update } from './wall-attempts';
import { type Context, contexts } from './wall-contexts';
import { wallExpectations } from './wall-expectations';
import { type SeededRows, seedRows } from './wall-rows';

jest.setTimeout(180_000);

let database: TestDatabase;
let clinic: Clinic;
let other: string;
let seeded: SeededRows;
let tables: WalledTable[];
let opening: Context[];
/** By table, then by operation and role: the contexts in which something is reached, and what. */
const found: Record<string, Record<string, Record<string, string>>> = {};
/** How many contexts each role may open. */
const openable = new Map<string, number>();

beforeAll(async () => {
  database = await testDatabase();
  clinic = await aClinic(database.ownerUrl);
  other = await clinic.anotherPatient();
  await makeRows();
  tables = await clinic.sql<WalledTable>(`${ownTables} SELECT CASE own.schema WHEN 'public' THEN own.name ELSE own.schema || '.' || own.name END AS name,
      CASE own.name WHEN 'patient' THEN 'id' ELSE 'patient_id' END AS owner,
      ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns
    FROM own WHERE names_patient OR name = 'patient' ORDER BY 1`);
  for (const role of serviceRoles) await askAs(role);
});

afterAll(async () => {
  await clinic.close();
  await database.drop();
});

async function makeRows(): Promise<void> {
  const people = await everybody(clinic);
  const [locationId, typeId, studyId, elsewhere] = [v7(), v7(), v7(), v7()];
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'Main house', zone: 'UTC' });
  await clinic.insert('appointment_type', { id: typeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
  await clinic.insert('study', { id: studyId, organisation_id: clinic.organisationId, title: 'x', purpose: 'x', status: 'open', design: {}, profile: {}, opened_at: new Date() });
  await clinic.insert('study_researcher', { study_id: studyId, account_id: people['researcher of the study'].accountId });
  await clinic.insert('location', { id: elsewhere, organisation_id: clinic.organisationId, name: 'Other house', zone: 'UTC' });
  seeded = await seedRows({ clinic, patientId: clinic.patientId, locationId, typeId, studyId });
  await seedRows({ clinic, patientId: other, locationId: elsewhere, typeId, studyId });
  await relate(clinic, other, (await clinic.account('doctor')).accountId);
  await clinic.insert('patient_account', { account_id: people['other patient'].accountId, patient_id: other });
  for (const [patientId, mrn] of [[clinic.patientId, 'M-1'], [other, 'M-2']]) await clinic.insert('mrn_key', { mrn, patient_id: patientId });
  for (const patientId of [clinic.patientId, other]) await clinic.insert('patient_distinction', { patient_id: patientId, other_id: 'ffffffff-ffff-7fff-bfff-ffffffffffff', said_by: people.auditor.accountId });
  await clinic.insert('representation', { patient_id: other, id: v7(), account_id: (await clinic.account('patient')).accountId, kind: 'proxy', scope: 'full', starts_at: '2020-01-01', evidence: 'letter' });
  await clinic.insert('emergency_access', { patient_id: other, id: v7(), doctor_id: (await clinic.account('doctor')).accountId, reason: 'unconscious', until: '2999-01-01' });
  opening = contexts(people, clinic.patientId, locationId, studyId);
}

interface Granted {
  readonly insertable: string[];
  readonly updatable: string[];
  readonly readable: boolean;
  readonly deletable: boolean;
}

async function grantedTo(role: string, table: WalledTable): Promise<Granted> {
  const columns = (privilege: string) => `ARRAY(SELECT c FROM unnest($3::text[]) c WHERE has_column_privilege($1, $2::regclass, c, '${privilege}'))`;
  const [granted] = await clinic.sql<Granted>(
    `SELECT ${columns('INSERT')} AS insertable, ${columns('UPDATE')} AS updatable, has_any_column_privilege($1, $2::regclass, 'SELECT') AS readable, has_table_privilege($1, $2::regclass, 'DELETE') AS deletable`,
    [role, table.name, table.columns],
  );
  if (!granted) throw new Error(`Nothing is known of ${table.name}`);
  return granted;
}

async function attemptOn(table: WalledTable): Promise<Attempt> {
  const kinds = seeded.get(table.name);
  const key = kinds === undefined ? undefined : table.columns.includes('id') ? 'id' : table.columns.includes('study_id') ? 'study_id' : 'thing_id';
  const rowOf = async (patientId: string) => {
    const [row] = await clinic.sql<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${table.name} t WHERE ${table.owner} = $1 ORDER BY to_jsonb(t) ->> 'sensitivity', to_jsonb(t) ->> 'patient_visible_from' LIMIT 1`, [patientId]);
    return row && { ...row.row, ...(table.columns.includes('id') && table.owner !== 'id' ? { id: v7() } : {}) };
  };
  return {
    table, key, patientId: clinic.patientId, otherId: other, kindOf: (id) => kinds?.get(id) ?? 'o',
    rows: { own: await rowOf(clinic.patientId), other: await rowOf(other) },
  };
}

const shortName = (role: string): string => role.replace('anamnesis_', '');

async function askAs(role: ServiceRole, only?: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: database.urlFor(role) });
  await client.connect();
  const attempts: { attempt: Attempt; granted: Granted }[] = [];
  for (const table of tables.filter(({ name }) => only?.includes(name) ?? true)) attempts.push({ attempt: await attemptOn(table), granted: await grantedTo(role, table) });
  for (const { name, open } of opening) {
    await client.query('BEGIN');
    const opened = open === undefined || (await client.query(open[0], [...open[1]]).then(() => true, () => false));
    if (opened) openable.set(shortName(role), (openable.get(shortName(role)) ?? 0) + 1);
    if (opened) for (const { attempt, granted } of attempts) await ask(client, role, name, attempt, granted);
    await client.query('ROLLBACK');
  }
  await client.end();
}

async function ask(client: Client, role: ServiceRole, context: string, attempt: Attempt, granted: Granted): Promise<void> {
  const reached: Record<string, string> = {
    read: granted.readable ? await read(client, attempt) : '',
    insert: await insert(client, attempt, granted.insertable),
    update: await update(client, attempt, granted.updatable),
    delete: granted.deletable ? await remove(client, attempt) : '',
  };
  for (const [operation, what] of Object.entries(reached)) {
    if (what !== '') ((found[attempt.table.name] ??= {})[`${operation} ${shortName(role)}`] ??= {})[context] = what;
  }
}

/** Contexts that all reach the same are told as one. */
function collapsed(reached: Readonly<Record<string, string>>, all: number): Record<string, string> {
  const [first, ...others] = new Set(Object.values(reached));
  return Object.keys(reached).length === all && others.length === 0 && first !== undefined ? { everywhere: first } : reached;
}

/** What the parts of the monolith reach together; in a context that only some of them may open, by those. */
function together(...parts: readonly (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const part of parts) for (const [context, kinds] of Object.entries(part ?? {})) all[context] = [...new Set([...(all[context] ?? ''), ...kinds])].sort((one, other) => 'orpd!'.indexOf(one) - 'orpd!'.indexOf(other)).join('');
  return all;
}

const services = ['user_service', 'visit_service', 'report_worker'];
const operations = ['read', 'insert', 'update', 'delete'];
/** What the context of one part opens, the tables of another show too where both are one role: the desk's day is made for visits, a new chart for users. */
const onlyOneOpens = ['desk: ', 'new chart: ', 'reviews: ', 'duties: ', 'hand-over: '];

describe('in SQL, as each role and in each context', () => {
  it('each table that names a patient is expected, and each that is expected is there', () => {
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(wallExpectations).sort());
  });

  it.each(Object.keys(wallExpectations))('%s is reached by whom access.md names', (table) => {
    const reached: Record<string, Record<string, string>> = {};
    for (const [key, contextsOfRole] of Object.entries(found[table] ?? {})) {
      const [, role = ''] = key.split(' ');
      if (role !== 'all_in_one') reached[key] = collapsed(contextsOfRole, openable.get(role) ?? 0);
    }
    expect(reached).toEqual(wallExpectations[table]);
  });

  it.each(Object.keys(wallExpectations))('%s is reached by the monolith as by its parts', (table) => {
    for (const operation of operations) {
      const parts = together(...services.map((role) => found[table]?.[`${operation} ${role}`]));
      const monolith = found[table]?.[`${operation} all_in_one`] ?? {};
      // Of what a policy does not ask about, more contexts can be opened by the monolith than by a part.
      const more = Object.keys(monolith).filter((context) => !(context in parts) && !onlyOneOpens.some((prefix) => context.startsWith(prefix)) && monolith[context] !== parts['nothing']);
      expect([operation, more]).toEqual([operation, []]);
      expect(monolith).toMatchObject(parts);
    }
  });
});

describe('the matrix is seen to fail', () => {
  const visible = 'app.is_opened(patient_id)';
  const foundAnew = async (table: string) => {
    found[table] = {};
    await askAs('anamnesis_visit_service', [table]);
    return found[table];
  };

  it.each([
    ['diagnosis', 'a policy that forgets the clearance', `CREATE POLICY careless ON diagnosis FOR SELECT TO anamnesis_visit_service USING (${visible} AND app.scope() = 'record')`, 'DROP POLICY careless ON diagnosis'],
    ['measure', 'row-level security that is off', 'ALTER TABLE measure DISABLE ROW LEVEL SECURITY', 'ALTER TABLE measure ENABLE ROW LEVEL SECURITY'],
    ['treatment', 'a policy that lets a panel write', `CREATE POLICY careless ON treatment FOR UPDATE TO anamnesis_visit_service USING (${visible})`, 'DROP POLICY careless ON treatment'],
    ['report', 'a grant to delete', `GRANT DELETE ON report TO anamnesis_visit_service; CREATE POLICY careless ON report FOR DELETE TO anamnesis_visit_service USING (${visible})`, 'DROP POLICY careless ON report; REVOKE DELETE ON report FROM anamnesis_visit_service'],
  ])('of %s, by %s', async (table, _what, mutation, back) => {
    const expected = Object.fromEntries(Object.entries(wallExpectations[table] ?? {}).filter(([key]) => key.endsWith('visit_service')));
    await clinic.sql(mutation);
    expect(await foundAnew(table)).not.toEqual(expected);
    await clinic.sql(back);
    expect(await foundAnew(table)).toEqual(expected);
  });
});
