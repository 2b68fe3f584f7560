import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { type Clinic, aClinic } from '../testing';

/** The guards are not loaded at all: what is asked here is asked in SQL, by the services' own roles. */
const clinical = ['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'list_review', 'report'];
const personal = ['care_relation', 'representation', 'emergency_access', 'chart', 'appointment'];

let database: TestDatabase;
let clinic: Clinic;
let other: string;
let service: Client;

const hour = 3_600_000;
const from = (hours: number) => new Date(Date.now() + hours * hour);

/** One ordinary, released row in each table of a record. */
async function aRecord(patientId: string): Promise<void> {
  const row = () => ({ patient_id: patientId, id: v7() });
  const released = () => ({ ...row(), patient_visible_from: from(-1) });
  const visitId = v7();
  const typeId = v7();
  const locationId = v7();
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'Main house', zone: 'Europe/Berlin' });
  await clinic.insert('appointment_type', { id: typeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
  await clinic.insert('appointment', { ...row(), doctor_id: clinic.doctor.accountId, location_id: locationId, appointment_type_id: typeId, starts_at: from(1), ends_at: from(2) });
  await clinic.insert('visit', { ...released(), id: visitId, started_at: from(-2) });
  await clinic.insert('measure', { ...released(), visit_id: visitId, code: '8867-4', quantity: 70, unit: '/min', entered_value: '70', taken_at: from(-2) });
  await clinic.insert('diagnosis', { ...released(), text: 'Hypertension' });
  await clinic.insert('treatment', { ...released(), kind: 'therapy', text: 'Walking', starts_on: '2026-01-01' });
  await clinic.insert('allergy', { ...released(), substance: 'Penicillin' });
  await clinic.insert('immunization', { ...released(), text: 'Tetanus', given_on: '2026-01-01' });
  await clinic.insert('list_review', { ...released(), list: 'allergy', answer: 'listed', reviewed_by: clinic.doctor.accountId, reviewed_at: from(-2) });
  await clinic.insert('report', { ...released(), kind: 'health-summary', format: 'pdf', requested_by: clinic.doctor.accountId, requested_role: 'doctor' });
}

/** How many rows of whom somebody sees in each table, after the statements that open a context. */
async function seen(open: readonly [string, unknown[]][], tables: readonly string[]): Promise<Record<string, string[]>> {
  await service.query('BEGIN');
  try {
    for (const [statement, values] of open) await service.query(statement, values);
    const found: Record<string, string[]> = {};
    for (const table of tables) {
      const { rows } = await service.query<{ owner: string }>(`SELECT DISTINCT ${table === 'patient' ? 'id' : 'patient_id'} AS owner FROM ${table}`);
      found[table] = rows.map(({ owner }) => owner);
    }
    return found;
  } finally {
    await service.query('ROLLBACK');
  }
}

const chart = (acting: Acting, patientId: string): [string, unknown[]] => ['SELECT app.open_chart($1, $2)', [JSON.stringify(acting), patientId]];
const nothing = (tables: readonly string[]) => Object.fromEntries(tables.map((table) => [table, []]));
const only = (patientId: string, tables: readonly string[]) => Object.fromEntries(tables.map((table) => [table, [patientId]]));
const everything = ['patient', ...clinical, ...personal];

beforeAll(async () => {
  database = await testDatabase();
  clinic = await aClinic(database.ownerUrl);
  other = await clinic.anotherPatient();
  for (const patientId of [clinic.patientId, other]) {
    await aRecord(patientId);
    await clinic.insert('representation', { patient_id: patientId, id: v7(), account_id: (await clinic.account('patient')).accountId, kind: 'proxy', scope: 'full', starts_at: from(-48), ends_at: from(-24), evidence: 'letter' });
    await clinic.insert('emergency_access', { patient_id: patientId, id: v7(), doctor_id: clinic.stranger.accountId, reason: 'long ago', until: from(-24) });
  }
  const elsewhere = await clinic.account('doctor');
  await clinic.insert('care_relation', { patient_id: other, id: v7(), doctor_id: elsewhere.accountId, kind: 'primary', starts_at: from(-48), reason: 'registered' });
  service = new Client({ connectionString: database.urlFor('anamnesis_all_in_one') });
  await service.connect();
});

afterAll(async () => {
  await service.end();
  await clinic.close();
  await database.drop();
});

describe('without the guards, in the database', () => {
  it('nobody sees a row where no chart was opened', async () => {
    expect(await seen([], everything)).toEqual(nothing(everything));
  });

  it('a doctor in care sees that patient and no other', async () => {
    expect(await seen([chart(clinic.doctor, clinic.patientId)], everything)).toEqual(only(clinic.patientId, everything));
  });

  it('a stranger, a nurse, a researcher and an auditor see nothing of it', async () => {
    for (const acting of [clinic.stranger, await clinic.account('nurse'), await clinic.account('researcher'), await clinic.account('auditor')]) {
      expect(await seen([chart(acting, clinic.patientId)], everything)).toEqual(nothing(everything));
    }
  });

  it('opening a chart that is refused closes the one before', async () => {
    expect(await seen([chart(clinic.doctor, clinic.patientId), chart(clinic.doctor, other)], everything)).toEqual(nothing(everything));
  });

  it('the patient sees their own record and no other', async () => {
    expect(await seen([chart(clinic.patient, clinic.patientId)], everything)).toEqual(only(clinic.patientId, everything));
    expect(await seen([chart(clinic.patient, other)], everything)).toEqual(nothing(everything));
  });

  it('desk and admin see the person, and nothing clinical', async () => {
    for (const role of ['desk', 'admin']) {
      expect(await seen([chart(await clinic.account(role), clinic.patientId)], ['patient', ...clinical])).toEqual({ patient: [clinic.patientId], ...nothing(clinical) });
    }
  });

  it('desk and admin of another organisation see not even the person', async () => {
    const organisationId = v7();
    await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
    const desk = await clinic.account('desk');
    await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [desk.accountId, organisationId]);
    expect(await seen([chart(desk, clinic.patientId)], everything)).toEqual(nothing(everything));
  });

  it('a panel shows the doctor\'s own patients, and a covered doctor\'s', async () => {
    const covering = await clinic.account('doctor');
    const panel = (acting: Acting): [string, unknown[]] => ['SELECT app.open_panel($1)', [JSON.stringify(acting)]];
    expect(await seen([panel(clinic.doctor)], ['patient', 'visit'])).toEqual(only(clinic.patientId, ['patient', 'visit']));
    expect(await seen([panel(covering)], ['patient', 'visit'])).toEqual(nothing(['patient', 'visit']));
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: from(-1), ends_at: from(1) });
    expect(await seen([panel(covering)], ['patient', 'visit'])).toEqual(only(clinic.patientId, ['patient', 'visit']));
    expect(await seen([chart(covering, clinic.patientId)], clinical)).toEqual(only(clinic.patientId, clinical));
  });

  it('a desk\'s day shows the persons who come, and nothing clinical', async () => {
    const [appointment] = await clinic.sql<{ location_id: string; day: string }>("SELECT location_id, (starts_at AT TIME ZONE 'Europe/Berlin')::date::text AS day FROM appointment WHERE patient_id = $1", [clinic.patientId]);
    const desk = await clinic.account('desk');
    const open: [string, unknown[]] = ['SELECT app.open_desk($1, $2, $3)', [JSON.stringify(desk), appointment?.location_id, appointment?.day]];
    expect(await seen([open], ['patient', 'appointment', ...clinical])).toEqual({ ...only(clinic.patientId, ['patient', 'appointment']), ...nothing(clinical) });
  });

  it('a relation that ended opens nothing, nor does one that has not begun', async () => {
    for (const [starts_at, ends_at] of [[from(-48), from(-1)], [from(1), null]]) {
      const doctor = await clinic.account('doctor');
      await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: doctor.accountId, kind: 'consulting', starts_at, ends_at, reason: 'asked' });
      expect(await seen([chart(doctor, clinic.patientId)], everything)).toEqual(nothing(everything));
    }
  });

  it('an emergency opens the chart until it ends, restricted parts included', async () => {
    const restricted = await clinic.add('diagnosis', { text: 'Told to one doctor only', sensitivity: 2 });
    const doctor = await clinic.account('doctor');
    await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: doctor.accountId, reason: 'unconscious', until: from(1) });
    const ids = async (acting: Acting) => {
      await service.query('BEGIN');
      await service.query(...chart(acting, clinic.patientId));
      const { rows } = await service.query<{ id: string }>('SELECT id FROM diagnosis');
      await service.query('ROLLBACK');
      return rows.map(({ id }) => id);
    };
    expect(await ids(doctor)).toContain(restricted);
    expect(await ids(clinic.patient)).toContain(restricted);
    expect(await ids(clinic.doctor)).not.toContain(restricted);
  });

  it('a representative sees as much as they may act in, and only while they may', async () => {
    const full = await clinic.account('patient');
    const appointments = await clinic.account('patient');
    const represent = (acting: Acting, scope: string) => clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: acting.accountId, kind: 'proxy', scope, starts_at: from(-1), ends_at: from(1), evidence: 'letter' });
    await represent(full, 'full');
    await represent(appointments, 'appointments');
    expect(await seen([chart(full, clinic.patientId)], clinical)).toEqual(only(clinic.patientId, clinical));
    expect(await seen([chart(appointments, clinic.patientId)], ['patient', ...clinical])).toEqual({ patient: [clinic.patientId], ...nothing(clinical) });
  });

  it('a disabled account and a role that the account does not hold open nothing', async () => {
    const disabled = await clinic.account('doctor');
    await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: disabled.accountId, kind: 'attending', starts_at: from(-1), reason: 'asked' });
    expect(await seen([chart(disabled, clinic.patientId)], ['visit'])).toEqual(only(clinic.patientId, ['visit']));
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [disabled.accountId]);
    expect(await seen([chart(disabled, clinic.patientId)], everything)).toEqual(nothing(everything));
    expect(await seen([chart({ ...clinic.patient, role: 'doctor' }, clinic.patientId)], everything)).toEqual(nothing(everything));
  });

  it('drafts are shown to staff and not to the patient', async () => {
    const draft = await clinic.add('visit', { started_at: from(-1), patient_visible_from: null });
    const visits = async (acting: Acting) => {
      await service.query('BEGIN');
      await service.query(...chart(acting, clinic.patientId));
      const { rows } = await service.query<{ id: string }>('SELECT id FROM visit');
      await service.query('ROLLBACK');
      return rows.map(({ id }) => id);
    };
    expect(await visits(clinic.doctor)).toContain(draft);
    expect(await visits(clinic.patient)).not.toContain(draft);
  });
});

describe('writing, without the guards', () => {
  const attempt = async (acting: Acting, opened: string, statement: string, values: readonly unknown[]): Promise<string> => {
    await service.query('BEGIN');
    try {
      await service.query(...chart(acting, opened));
      const { rowCount } = await service.query(statement, [...values]);
      return `${String(rowCount)} rows`;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await service.query('ROLLBACK');
    }
  };
  const refused = '42501';
  const diagnosis = "INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'x')";
  const homeMeasure = (setting: string, origin: string) => `INSERT INTO measure (patient_id, id, code, quantity, entered_value, taken_at, setting, origin) VALUES ($1, $2, '8867-4', 70, '70', now(), '${setting}', '${origin}')`;

  it('a doctor in care writes into that chart and no other', async () => {
    expect(await attempt(clinic.doctor, clinic.patientId, diagnosis, [clinic.patientId, v7()])).toBe('1 rows');
    expect(await attempt(clinic.doctor, clinic.patientId, diagnosis, [other, v7()])).toBe(refused);
    expect(await attempt(clinic.stranger, clinic.patientId, diagnosis, [clinic.patientId, v7()])).toBe(refused);
  });

  it('a patient adds home measures, and nothing else', async () => {
    expect(await attempt(clinic.patient, clinic.patientId, homeMeasure('home', 'entered'), [clinic.patientId, v7()])).toBe('1 rows');
    expect(await attempt(clinic.patient, clinic.patientId, homeMeasure('clinic', 'entered'), [clinic.patientId, v7()])).toBe(refused);
    expect(await attempt(clinic.patient, clinic.patientId, homeMeasure('home', 'imported'), [clinic.patientId, v7()])).toBe(refused);
    expect(await attempt(clinic.patient, clinic.patientId, diagnosis, [clinic.patientId, v7()])).toBe(refused);
    expect(await attempt(clinic.patient, clinic.patientId, "UPDATE diagnosis SET text = 'y' WHERE patient_id = $1", [clinic.patientId])).toBe('0 rows');
  });

  it('nobody deletes, sets a change stamp, or moves a row to another patient', async () => {
    expect(await attempt(clinic.doctor, clinic.patientId, 'DELETE FROM diagnosis WHERE patient_id = $1', [clinic.patientId])).toBe(refused);
    expect(await attempt(clinic.doctor, clinic.patientId, "UPDATE diagnosis SET changed_xid = '1' WHERE patient_id = $1", [clinic.patientId])).toBe(refused);
    expect(await attempt(clinic.doctor, clinic.patientId, 'UPDATE diagnosis SET patient_id = $2 WHERE patient_id = $1', [clinic.patientId, other])).toBe(refused);
  });

  it('a services\' role can not call what only workers may, nor set a context by hand through its functions', async () => {
    const visits = new Client({ connectionString: database.urlFor('anamnesis_visit_service') });
    await visits.connect();
    await expect(visits.query("SELECT app.open_system('anything')")).rejects.toMatchObject({ code: refused });
    await expect(visits.query("SELECT app.set_context(NULL, 'record', 2::smallint, 'chart', 'staff', NULL, NULL)")).rejects.toMatchObject({ code: refused });
    await visits.end();
  });
});

describe('merged records', () => {
  it('the surviving chart opens both ids, and the old one tells where it went only to those who may know', async () => {
    const survivor = clinic.patientId;
    const replaced = await clinic.anotherPatient({ replaced_by: survivor });
    await aRecord(replaced);
    expect((await seen([chart(clinic.doctor, survivor)], ['visit']))['visit']?.sort()).toEqual([survivor, replaced].sort());
    const outcome = async (acting: Acting) => (await service.query<{ outcome: string; patient_ids: string[] | null }>('SELECT * FROM app.open_chart($1, $2)', [JSON.stringify(acting), replaced])).rows[0];
    expect(await outcome(clinic.doctor)).toEqual({ outcome: 'replaced', patient_ids: [survivor] });
    expect(await outcome(clinic.stranger)).toEqual({ outcome: 'unknown', patient_ids: null });
    expect(await seen([chart(clinic.doctor, replaced)], everything)).toEqual(nothing(everything));
  });
});

describe('the chart\'s version', () => {
  it('rises once with each transaction that writes to the chart, and not for another chart', async () => {
    const version = async (patientId: string) => Number((await clinic.sql<{ version: string }>('SELECT version FROM chart WHERE patient_id = $1', [patientId]))[0]?.version);
    const [mine, theirs] = [await version(clinic.patientId), await version(other)];
    await service.query('BEGIN');
    await service.query(...chart(clinic.doctor, clinic.patientId));
    for (let row = 0; row < 3; row += 1) await service.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'x')", [clinic.patientId, v7()]);
    await service.query('COMMIT');
    expect([await version(clinic.patientId), await version(other)]).toEqual([mine + 1, theirs]);
  });
});
