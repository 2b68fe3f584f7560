import { v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown } from '../charts/chart.errors';
import { ChangePatient, type PatientChanges } from './change-patient';
import { MrnTaken, PatientChangeNotAllowed, PatientChanged } from './patient.errors';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';

let users: UsersOnDatabase;
let clinic: Clinic;
let changePatient: ChangePatient;
let desk: Acting;

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  changePatient = new ChangePatient(users.charts);
  desk = await clinic.account('desk');
});

afterAll(() => users.stop());

interface Row { version: number; names: { text: string }[]; phone: string | null; email: string | null; mrn: string; birth_date: string | null; sex: string; replaced_by: string | null; organisation_id: string; verification: string }
const row = async (patientId = clinic.patientId) => (await clinic.sql<Row>('SELECT *, birth_date::text FROM patient WHERE id = $1', [patientId]))[0]!;
const change = async (acting: Acting, changes: PatientChanges, patientId = clinic.patientId) => changePatient.execute(acting, patientId, (await row(patientId)).version, changes);
const hour = 3_600_000;
const from = (hours: number) => new Date(Date.now() + hours * hour);

describe('changing a patient', () => {
  it('is for the desk, an admin and a doctor in care, with an audit entry that names the fields', async () => {
    const admin = await clinic.account('admin');
    for (const [place, acting] of [desk, admin, clinic.doctor].entries()) {
      await change(acting, { names: [{ text: `Johanna Weiß ${String(place)}` }], birthDate: '1961-05', gender: null });
      expect((await row()).names).toEqual([{ text: `Johanna Weiß ${String(place)}` }]);
    }
    const [entry] = await clinic.sql<{ fields: string[] }>("SELECT fields FROM audit.entry WHERE patient_id = $1 AND thing = 'Patient' AND action = 'update' AND actor_id = $2", [clinic.patientId, desk.accountId]);
    expect(entry?.fields).toEqual(['birth_date', 'birth_date_precision', 'names', 'version']);
  });

  it('lets patients, and who acts for them in everything, change contact data and nothing else', async () => {
    const proxy = await clinic.account('patient');
    await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: proxy.accountId, kind: 'proxy', scope: 'full', starts_at: from(-1), evidence: 'letter' });
    for (const [place, acting] of [clinic.patient, proxy].entries()) {
      await change(acting, { phone: `+49 30 ${String(place)}`, email: `own${String(place)}@example.org`, address: { city: 'Berlin' }, zone: 'Europe/Berlin', language: 'de' });
      expect((await row()).phone).toBe(`+49 30 ${String(place)}`);
      for (const changes of [{ names: [{ text: 'Somebody Else' }] }, { birthDate: '2000' }, { sex: 'male' as const }, { mrn: 'X-1' }, { gender: 'x' }, { phone: '1', birthDate: null }]) {
        await expect(change(acting, changes)).rejects.toThrow(PatientChangeNotAllowed);
      }
    }
  });

  it('is nothing for a doctor who covers or came in an emergency, a stranger, or who acts in appointments only', async () => {
    const [covering, emergency, appointments] = [await clinic.account('doctor'), await clinic.account('doctor'), await clinic.account('patient')];
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: from(-1), ends_at: from(1) });
    await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: from(1) });
    await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: appointments.accountId, kind: 'proxy', scope: 'appointments', starts_at: from(-1), evidence: 'letter' });
    for (const acting of [covering, emergency, appointments]) await expect(change(acting, { phone: '1' })).rejects.toThrow(PatientChangeNotAllowed);
    await expect(change(clinic.stranger, { phone: '1' })).rejects.toThrow(PatientUnknown);
    expect((await row()).phone).not.toBe('1');
  });

  it('is refused where it was changed since it was read; of two at once one wins', async () => {
    const { version } = await row();
    const outcomes = await Promise.allSettled(['1', '2'].map((phone) => changePatient.execute(desk, clinic.patientId, version, { phone })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toBeInstanceOf(PatientChanged);
  });

  it('changes the number where it is free, and keeps the old one for the same patient', async () => {
    const other = await clinic.anotherPatient({ mrn: 'OTHER-1' });
    await clinic.insert('mrn_key', { mrn: 'OTHER-1', patient_id: other });
    await expect(change(desk, { mrn: 'OTHER-1' })).rejects.toThrow(MrnTaken);
    await change(desk, { mrn: 'FREE-1' });
    await change(desk, { mrn: 'FREE-2' });
    await expect(change(desk, { mrn: 'FREE-1' }, other)).rejects.toThrow(MrnTaken);
    await change(desk, { mrn: 'FREE-1' });
    expect((await row()).mrn).toBe('FREE-1');
  });

  it('remembers where the record could be written to before', async () => {
    await change(desk, { email: 'first@example.org', phone: '+49 1' });
    await change(clinic.patient, { email: 'second@example.org' });
    const [former] = await clinic.sql<{ email: string; phone: string }>('SELECT email, phone FROM former_contact WHERE patient_id = $1 ORDER BY until DESC LIMIT 1', [clinic.patientId]);
    expect(former).toEqual({ email: 'first@example.org', phone: '+49 1' });
  });
});

describe('without the verbs, in the database', () => {
  const attempt = async (acting: Acting, assignment: string, patientId = clinic.patientId): Promise<string> => {
    const connection = await users.database.pool.connect();
    try {
      await connection.query('BEGIN');
      await connection.query('SELECT app.open_chart($1, $2)', [JSON.stringify(acting), patientId]);
      return `${String((await connection.query(`UPDATE patient SET ${assignment} WHERE id = $1`, [patientId])).rowCount)} rows`;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await connection.query('ROLLBACK');
      connection.release();
    }
  };
  const refused = '42501';

  it.each(["names = '[{\"text\": \"X\"}]'", "birth_date = '2000-01-01'", "birth_date_precision = 'year'", "sex = 'male'", "gender = 'x'", "mrn = 'X'", "verification = 'unverified'", 'deceased_at = now()', "identifiers = '[1]'", "marks = '{x}'", "phone = '1', sex = 'male'"])(
    'the patient can not set %s',
    async (assignment) => {
      expect(await attempt(clinic.patient, assignment)).toBe(refused);
    },
  );

  it('nobody sets whose record it is, where it went or when it was made', async () => {
    for (const assignment of ['id = gen_random_uuid()', 'organisation_id = gen_random_uuid()', 'replaced_by = gen_random_uuid()', 'recorded_at = now()', "changed_xid = '1'"]) {
      for (const acting of [clinic.patient, clinic.doctor, desk]) expect(await attempt(acting, assignment)).toBe(refused);
    }
  });

  it('the patient sets contact data, and of no other patient', async () => {
    expect(await attempt(clinic.patient, "phone = '1', email = 'a@b.c', address = '{}', zone = 'UTC', language = 'en'")).toBe('1 rows');
    expect(await attempt(clinic.patient, "phone = '1'", await clinic.anotherPatient())).toBe('0 rows');
  });
});
