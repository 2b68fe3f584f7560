import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { insertStudy } from './testing/insert-study';

/** The guards are not loaded at all: what is asked here is asked in SQL, by the services' own roles. */
let database: TestDatabase;
let clinic: Clinic;
let other: string;
let admin: Acting;
let researcher: Acting;
let anotherStudys: Acting;
let desk: Acting;
let auditor: Acting;
let open: string;
let draft: string;
let elsewhere: string;
const services: Record<string, Client> = {};

const refused = '42501';
const consent = (givenBy: string) => JSON.stringify({ version: 1, sha256: 'a', language: 'en', givenBy });
type Opening = readonly [string, readonly unknown[]];
const chart = (acting: Acting, patientId: string): Opening => ['SELECT app.open_chart($1, $2)', [JSON.stringify(acting), patientId]];
const studies = (acting: Acting, studyId: string | null): Opening => ['SELECT app.open_studies($1, $2)', [JSON.stringify(acting), studyId]];

/** What comes of a statement after a context was opened, by a role; nothing of it stays. */
async function ask(role: string, opening: Opening | undefined, statement: string, values: readonly unknown[] = []): Promise<unknown[] | string> {
  const client = services[role]!;
  await client.query('BEGIN');
  try {
    if (opening) await client.query(opening[0], [...opening[1]]);
    const { rows, rowCount, command } = await client.query<Record<string, unknown>>(statement, [...values]);
    return command === 'SELECT' ? rows.map((row) => Object.values(row)[0]) : `${String(rowCount)} rows`;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('ROLLBACK');
  }
}

beforeAll(async () => {
  database = await testDatabase();
  clinic = await aClinic(database.ownerUrl);
  admin = await clinic.account('admin');
  researcher = await clinic.account('researcher');
  anotherStudys = await clinic.account('researcher');
  desk = await clinic.account('desk');
  auditor = await clinic.account('auditor');
  other = await clinic.anotherPatient();
  const organisationId = v7();
  await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
  [open, draft, elsewhere] = [await insertStudy(clinic), await insertStudy(clinic, { status: 'draft' }), await insertStudy(clinic, { organisationId, status: 'draft' })];
  await clinic.insert('study_researcher', { study_id: open, account_id: researcher.accountId });
  await clinic.insert('study_researcher', { study_id: elsewhere, account_id: anotherStudys.accountId });
  for (const patientId of [clinic.patientId, other]) await clinic.insert('participation', { patient_id: patientId, study_id: open, consent: JSON.parse(consent('self')) as object, age_band: '60-69', sex: 'female', region: 'DE', consented_at: '2026-02-01' });
  await clinic.insert('extraction', { study_id: open, number: 1, requested_by: admin.accountId, status: 'published' });
  await clinic.sql(`INSERT INTO release (study_id, number, extraction_number, cursors, manifest_sha256, files, privacy, published_at) VALUES ($1, 1, 1, ARRAY[pg_current_snapshot()], 'a', '[]', '{}', now())`, [open]);
  await clinic.insert('research.subject', { patient_id: clinic.patientId, study_id: open, person_id: 7, consented_at: '2026-02-01', age_band: '60-69', sex: 'female', region: 'DE' });
  for (const role of ['user_service', 'visit_service', 'report_worker', 'all_in_one', 'importer', 'extraction', 'audit_reader'] as const) {
    services[role] = new Client({ connectionString: database.urlFor(`anamnesis_${role}`) });
    await services[role].connect();
  }
});

afterAll(async () => {
  for (const service of Object.values(services)) await service.end();
  await clinic.close();
  await database.drop();
});

describe('participation, without the guards', () => {
  const read = (role: string, opening?: Opening) => ask(role, opening, 'SELECT patient_id FROM public.participation');

  it('is shown to nobody where no chart is open, and in no context of studies', async () => {
    for (const role of ['user_service', 'visit_service', 'all_in_one']) {
      expect(await read(role)).toEqual([]);
      for (const acting of [admin, researcher, auditor]) expect(await read(role, studies(acting, open))).toEqual([]);
    }
    for (const role of ['report_worker', 'audit_reader']) expect(await read(role)).toBe(refused);
    // Who loads may look at what is there, in a system job.
    expect(await read('importer')).toEqual([]);
  });

  it('is shown to the patient, to a doctor in care and to the desk, of that patient alone', async () => {
    for (const acting of [clinic.patient, clinic.doctor, desk]) {
      expect(await read('all_in_one', chart(acting, clinic.patientId))).toEqual([clinic.patientId]);
    }
  });

  it('is shown to no stranger, nurse, researcher, auditor or admin', async () => {
    for (const acting of [clinic.stranger, await clinic.account('nurse'), researcher, auditor, admin]) expect([acting.role, await read('all_in_one', chart(acting, clinic.patientId))]).toEqual([acting.role, []]);
    expect(await read('all_in_one', chart(clinic.patient, other))).toEqual([]);
  });

  it('is shown to who acts for the patient in everything, and not to who only makes appointments', async () => {
    const [full, appointments] = [await clinic.account('patient'), await clinic.account('patient')];
    for (const [acting, scope] of [[full, 'full'], [appointments, 'appointments']] as const) {
      await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: acting.accountId, kind: 'proxy', scope, starts_at: '2020-01-01', evidence: 'letter' });
    }
    expect(await read('user_service', chart(full, clinic.patientId))).toEqual([clinic.patientId]);
    expect(await read('user_service', chart(appointments, clinic.patientId))).toEqual([]);
  });
});

describe('consent, without the guards', () => {
  const insert = `INSERT INTO public.participation (patient_id, study_id, consent, age_band, sex, region, consented_at) VALUES ($1, $2, $3, 'unknown', 'unknown', 'unknown', now())`;
  const give = (acting: Acting, patientId: string, givenBy = 'self') => ask('user_service', chart(acting, patientId), insert, [patientId, draft, consent(givenBy)]);
  const withdraw = (acting: Acting) => ask('user_service', chart(acting, clinic.patientId), `UPDATE participation SET status = 'withdrawn', withdrawn_at = now() WHERE study_id = $1`, [open]);

  it('is given by the patient for themselves and for nobody else', async () => {
    expect(await give(clinic.patient, clinic.patientId)).toBe('1 rows');
    expect(await give(clinic.patient, other)).toBe(refused);
    expect(await ask('user_service', chart(clinic.patient, clinic.patientId), insert, [other, draft, consent('self')])).toBe(refused);
  });

  it('is not said to be on paper by the patient, nor to be the patient’s own by the desk', async () => {
    expect(await give(clinic.patient, clinic.patientId, 'paper')).toBe(refused);
    expect(await give(desk, clinic.patientId, 'self')).toBe(refused);
    expect(await give(desk, clinic.patientId, 'paper')).toBe('1 rows');
  });

  it('is given by no doctor, admin, nurse, researcher or auditor', async () => {
    for (const acting of [clinic.doctor, clinic.stranger, admin, await clinic.account('nurse'), researcher, auditor]) {
      for (const givenBy of ['self', 'representative', 'paper']) expect([acting.role, await give(acting, clinic.patientId, givenBy)]).toEqual([acting.role, refused]);
    }
  });

  it('is given by no service but that of the users', async () => {
    for (const role of ['visit_service', 'report_worker', 'importer', 'extraction', 'audit_reader']) expect([role, await ask(role, undefined, insert, [clinic.patientId, draft, consent('self')])]).toEqual([role, refused]);
  });

  it('is taken back by the patient; by the desk only what was on paper; by nobody else', async () => {
    expect(await withdraw(clinic.patient)).toBe('1 rows');
    for (const acting of [desk, clinic.doctor, clinic.stranger, admin]) expect([acting.role, await withdraw(acting)]).toEqual([acting.role, '0 rows']);
    await clinic.sql(`UPDATE participation SET consent = $2 WHERE patient_id = $1`, [clinic.patientId, consent('paper')]);
    expect(await withdraw(desk)).toBe('1 rows');
    expect(await withdraw(clinic.patient)).toBe('1 rows');
    expect(await withdraw(admin)).toBe('0 rows');
    await clinic.sql(`UPDATE participation SET consent = $2 WHERE patient_id = $1`, [clinic.patientId, consent('self')]);
  });

  it('is never removed, moved to somebody else, or stamped by hand', async () => {
    const own = chart(clinic.patient, clinic.patientId);
    expect(await ask('user_service', own, 'DELETE FROM participation')).toBe(refused);
    expect(await ask('user_service', own, 'UPDATE participation SET patient_id = $1', [other])).toBe(refused);
    expect(await ask('user_service', own, `UPDATE participation SET changed_xid = '1'`)).toBe(refused);
  });
});

describe('studies, without the guards', () => {
  const ids = (acting: Acting, studyId: string | null = null) => ask('user_service', studies(acting, studyId), 'SELECT id FROM study WHERE app.is_study_opened(id) ORDER BY id');

  it('are those of their organisation to an admin, their own to a researcher, all to an auditor, the open ones to whoever may be asked', async () => {
    expect(await ids(admin)).toEqual([open, draft]);
    expect(await ids(researcher)).toEqual([open]);
    expect(await ids(anotherStudys)).toEqual([elsewhere]);
    expect(await ids(auditor)).toEqual([open, draft, elsewhere]);
    for (const acting of [clinic.patient, clinic.doctor, desk]) expect(await ids(acting)).toEqual([open]);
    expect(await ids(await clinic.account('nurse'))).toEqual([]);
  });

  it('are shown to nobody beyond that, except that they are open', async () => {
    for (const acting of [admin, researcher, anotherStudys, clinic.patient]) {
      const shown = (await ask('user_service', studies(acting, null), 'SELECT id FROM study')) as string[];
      expect(shown.filter((id) => id !== open)).toEqual(((await ids(acting)) as string[]).filter((id) => id !== open));
    }
    expect(await ask('user_service', undefined, 'SELECT id FROM study')).toEqual([open]);
  });

  it('are changed, opened and staffed by an admin of their organisation', async () => {
    const attempts: [string, unknown[]][] = [
      [`UPDATE study SET title = 'Another' WHERE id = $1`, [draft]],
      [`INSERT INTO study (id, organisation_id, title, purpose, design) VALUES ($1, $2, 'x', 'x', '{}')`, [v7(), clinic.organisationId]],
      ['INSERT INTO study_researcher (study_id, account_id) VALUES ($1, $2)', [draft, researcher.accountId]],
    ];
    for (const [statement, values] of attempts) {
      expect(await ask('user_service', studies(admin, null), statement, values)).toBe('1 rows');
      for (const acting of [researcher, auditor, clinic.patient, clinic.doctor, desk]) expect([acting.role, await ask('user_service', studies(acting, null), statement, values)]).not.toEqual([acting.role, '1 rows']);
    }
    const foreign = studies(admin, elsewhere);
    expect(await ask('user_service', foreign, `UPDATE study SET title = 'Another' WHERE id = $1`, [elsewhere])).toBe('0 rows');
    expect(await ask('user_service', studies(admin, null), 'INSERT INTO study_researcher (study_id, account_id) VALUES ($1, $2)', [elsewhere, researcher.accountId])).toBe(refused);
  });

  it('keep the profile that they were opened with, whoever asks', async () => {
    const change = `UPDATE study SET profile = jsonb_set(profile, '{k}', '2') WHERE id = $1`;
    expect(await ask('user_service', studies(admin, open), change, [open])).toBe('23001');
    await expect(clinic.sql(change, [open])).rejects.toMatchObject({ code: '23001' });
    await expect(clinic.sql('UPDATE study SET profile = NULL WHERE id = $1', [open])).rejects.toMatchObject({ code: '23001' });
  });

  it('are counted for those who work with them, and for nobody else', async () => {
    const count = (acting: Acting) => ask('user_service', studies(acting, null), 'SELECT app.count_participants($1)', [open]);
    for (const acting of [admin, researcher, auditor]) expect(await count(acting)).toEqual(['2']);
    for (const acting of [anotherStudys, clinic.patient, clinic.doctor]) expect(await count(acting)).toEqual(['0']);
  });

  it('are closed again by an account that is disabled or a role that it does not hold', async () => {
    const disabled = await clinic.account('admin');
    expect(await ids(disabled)).toEqual([open, draft]);
    await clinic.sql(`UPDATE account SET status = 'disabled' WHERE id = $1`, [disabled.accountId]);
    expect(await ids(disabled)).toEqual([]);
    expect(await ids({ ...clinic.patient, role: 'admin' })).toEqual([]);
  });
});

describe('runs and the ledger, without the guards', () => {
  it.each(['extraction', 'release'])('%s is shown to who works with the study, and to nobody else', async (table) => {
    const read = (acting: Acting) => ask('visit_service', studies(acting, null), `SELECT number FROM ${table}`);
    for (const acting of [admin, researcher, auditor]) expect(await read(acting)).toEqual([1]);
    for (const acting of [anotherStudys, clinic.patient, clinic.doctor, desk]) expect(await read(acting)).toEqual([]);
    expect(await ask('visit_service', undefined, `SELECT number FROM ${table}`)).toEqual([]);
    expect(await ask('user_service', studies(admin, null), `SELECT number FROM ${table}`)).toBe(refused);
  });

  it('a run is asked for by an admin of the organisation, and by a worker only for the schedule', async () => {
    const insert = 'INSERT INTO extraction (study_id, number, requested_by) VALUES ($1, 2, $2)';
    expect(await ask('visit_service', studies(admin, open), insert, [open, admin.accountId])).toBe('1 rows');
    for (const acting of [researcher, auditor, clinic.patient]) expect(await ask('visit_service', studies(acting, open), insert, [open, acting.accountId])).toBe(refused);
    const system: Opening = [`SELECT app.open_system('test')`, []];
    expect(await ask('report_worker', system, insert, [open, admin.accountId])).toBe(refused);
    expect(await ask('report_worker', system, 'INSERT INTO extraction (study_id, number, scheduled_for) VALUES ($1, 2, now())', [open])).toBe('1 rows');
    expect(await ask('report_worker', undefined, 'INSERT INTO extraction (study_id, number, scheduled_for) VALUES ($1, 2, now())', [open])).toBe(refused);
    expect(await ask('report_worker', system, `UPDATE extraction SET status = 'queued'`)).toBe('0 rows');
  });

  it('the ledger is written by the extraction alone, and never changed', async () => {
    const insert = `INSERT INTO public.release (study_id, number, extraction_number, cursors, manifest_sha256, previous_sha256, files, privacy, published_at) VALUES ($1, 2, 1, '{}', 'b', 'a', '[]', '{}', now())`;
    for (const role of ['user_service', 'visit_service', 'report_worker', 'all_in_one', 'importer', 'audit_reader']) {
      expect([role, await ask(role, undefined, insert, [open])]).toEqual([role, refused]);
      for (const change of [`UPDATE public.release SET manifest_sha256 = 'b'`, 'DELETE FROM public.release']) expect([role, await ask(role, undefined, change)]).toEqual([role, refused]);
    }
    for (const change of [`UPDATE public.release SET manifest_sha256 = 'b'`, 'DELETE FROM public.release']) expect(await ask('extraction', undefined, change)).toBe(refused);
  });

  it.each(['subject', 'numbered', 'row_state', 'shown_code'])('research.%s is out of reach of every role but the extraction’s', async (table) => {
    for (const role of ['user_service', 'visit_service', 'report_worker', 'all_in_one', 'importer', 'audit_reader']) {
      for (const statement of [`SELECT study_id FROM research.${table}`, `DELETE FROM research.${table}`, `UPDATE research.${table} SET study_id = study_id`]) expect([role, await ask(role, undefined, statement)]).toEqual([role, refused]);
    }
    expect(await ask('extraction', undefined, `SELECT study_id FROM research.${table}`)).toEqual(table === 'subject' ? [open] : []);
  });
});
