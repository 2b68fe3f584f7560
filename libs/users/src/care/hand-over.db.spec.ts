import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { CareForSelf, DoctorNotThere } from './care.errors';
import { PatientUnknown, SignInEnded } from '../charts/chart.errors';
import { DoctorUnknown } from './cover.errors';
import { CalendarClash, LeavingTakesAll, NotTheirPatient } from './hand-over.errors';
import { type CareVerbs, type Clinic, aClinic, careVerbs } from '../testing';

jest.setTimeout(60_000);

let place: TestDatabase;
let clinic: Clinic;
let care: CareVerbs;
let successor: Acting;
let patients: string[];

beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
  care = await careVerbs(place);
  successor = await clinic.account('doctor', 'Dr. Successor');
  patients = [clinic.patientId];
  for (let number = 0; number < 4; number += 1) patients.push(await aPatientOf(clinic.doctor));
});
afterEach(async () => {
  await care.close();
  await clinic.close();
});
afterAll(() => place.drop());

async function aPatientOf(doctor: Acting): Promise<string> {
  const patientId = await clinic.anotherPatient();
  await clinic.insert('care_relation', { patient_id: patientId, id: v7(), doctor_id: doctor.accountId, kind: 'primary', starts_at: '2020-01-01', reason: 'registered' });
  return patientId;
}
const handOver = (acting: Acting, asked: { to?: Acting; patients?: readonly string[]; leaving?: boolean } = {}, by = care) =>
  by.handOver.execute(acting, clinic.doctor.accountId, { to: (asked.to ?? successor).accountId, patients: asked.patients, leaving: asked.leaving ?? false, reason: 'moves away' });
const ofDoctor = async (doctor: Acting) => (await clinic.sql<{ patient_id: string }>("SELECT patient_id FROM doctor_patient WHERE doctor_id = $1 AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()) AND kind = 'primary' ORDER BY 1", [doctor.accountId])).map(({ patient_id }) => patient_id);
const sorted = (ids: readonly string[]) => [...ids].sort();

async function anAppointment(patientId: string, doctor: Acting, startsAt: Date): Promise<string> {
  const [id, locationId, typeId] = [v7(), v7(), v7()];
  const endsAt = new Date(startsAt.getTime() + 900_000);
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'House', zone: 'Europe/Berlin' });
  await clinic.insert('appointment_type', { id: typeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
  await clinic.insert('appointment', { patient_id: patientId, id, doctor_id: doctor.accountId, location_id: locationId, appointment_type_id: typeId, starts_at: startsAt, ends_at: endsAt });
  await clinic.insert('doctor_slot', { doctor_id: doctor.accountId, id: v7(), patient_id: patientId, appointment_id: id, starts_at: startsAt, ends_at: endsAt });
  return id;
}
const tomorrow = () => new Date(Date.now() + 86_400_000);

describe('a hand-over', () => {
  it('moves relations and coming appointments of all patients, and tells each of them', async () => {
    const coming = await anAppointment(clinic.patientId, clinic.doctor, tomorrow());
    await clinic.insert('visit', { patient_id: patients[1], id: v7(), started_at: new Date(), doctor_id: clinic.doctor.accountId, status: 'open' });
    const preview = await care.previewHandOver.execute(clinic.doctor, clinic.doctor.accountId, successor.accountId, { limit: 2 });
    expect(preview).toMatchObject({ patients: 5, appointments: 1, openVisits: 1, clashes: 0 });
    expect(preview.page.map(({ id }) => id)).toEqual(sorted(patients).slice(0, 3));
    expect(await handOver(clinic.doctor)).toEqual({ patients: 5, before: 0, appointments: 1 });
    expect([await ofDoctor(clinic.doctor), await ofDoctor(successor)]).toEqual([[], sorted(patients)]);
    expect(await clinic.sql('SELECT a.doctor_id AS a, s.doctor_id AS s FROM appointment a JOIN doctor_slot s ON s.appointment_id = a.id WHERE a.id = $1', [coming])).toEqual([{ a: successor.accountId, s: successor.accountId }]);
    expect(await clinic.sql('SELECT kind FROM announcement WHERE account_id = ANY ($1)', [[clinic.patient.accountId, successor.accountId]])).toEqual([{ kind: 'care-handed-over' }, { kind: 'care-handed-over' }]);
    await expect(care.charts.write(clinic.doctor, clinic.patientId, () => Promise.resolve())).rejects.toThrow(PatientUnknown);
    expect(await care.charts.write(successor, clinic.patientId, () => Promise.resolve('open'))).toBe('open');
  });

  it('is of some patients, refuses who is not theirs, and finds nothing more to do when it is said again', async () => {
    const theirs = await aPatientOf(clinic.stranger);
    await expect(handOver(clinic.doctor, { patients: [patients[1]!, theirs] })).rejects.toMatchObject({ fields: [{ pointer: '/patients/1' }] });
    await expect(handOver(clinic.doctor, { patients: [theirs] })).rejects.toThrow(NotTheirPatient);
    const some = patients.slice(1, 3);
    expect(await handOver(clinic.doctor, { patients: some })).toEqual({ patients: 2, before: 0, appointments: 0 });
    expect(await handOver(clinic.doctor, { patients: some })).toEqual({ patients: 0, before: 2, appointments: 0 });
    expect(await handOver(clinic.doctor)).toEqual({ patients: 3, before: 0, appointments: 0 });
    expect(await handOver(clinic.doctor)).toEqual({ patients: 0, before: 0, appointments: 0 });
    expect(await ofDoctor(successor)).toEqual(sorted(patients));
  });

  it('is by an admin of the organisation on the review list, never to a doctor account of their own', async () => {
    const admin = await clinic.account('admin');
    await clinic.insert('account_role', { account_id: successor.accountId, id: v7(), role: 'admin', organisation_id: clinic.organisationId });
    await expect(handOver({ ...successor, role: 'admin' })).rejects.toThrow(CareForSelf);
    await expect(handOver(successor)).rejects.toThrow(DoctorUnknown);
    await expect(handOver(await clinic.account('desk'))).rejects.toThrow(DoctorUnknown);
    await expect(handOver(admin, { to: clinic.doctor })).rejects.toThrow(DoctorNotThere);
    await handOver(admin);
    expect(await clinic.sql('SELECT kind FROM review WHERE made_by = $1', [admin.accountId])).toHaveLength(5);
  });

  it('is all or nothing: where the other doctor has no time, nothing moves', async () => {
    const at = tomorrow();
    await anAppointment(clinic.patientId, clinic.doctor, at);
    await anAppointment(await aPatientOf(successor), successor, at);
    expect(await care.previewHandOver.execute(clinic.doctor, clinic.doctor.accountId, successor.accountId, { limit: 10 })).toMatchObject({ clashes: 1 });
    await expect(handOver(clinic.doctor)).rejects.toThrow(CalendarClash);
    expect(await ofDoctor(clinic.doctor)).toEqual(sorted(patients));
  });

  it('of two at once to two doctors each patient goes to one', async () => {
    const [second, others] = [await clinic.account('doctor', 'Dr. Second'), await careVerbs(place)];
    const results = await Promise.all([handOver(clinic.doctor), handOver(clinic.doctor, { to: second }, others)]);
    await others.close();
    expect(results.map(({ patients: moved }) => moved).sort()).toEqual([0, 5]);
    expect(sorted([...(await ofDoctor(successor)), ...(await ofDoctor(second))])).toEqual(sorted(patients));
    expect(await clinic.sql("SELECT patient_id FROM care_relation WHERE kind = 'primary' AND ends_at IS NULL GROUP BY 1 HAVING count(*) > 1")).toEqual([]);
  });

  it('keeps what the other doctor has already', async () => {
    await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: successor.accountId, kind: 'consulting', starts_at: '2020-01-01', reason: 'asked' });
    await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: clinic.doctor.accountId, kind: 'consulting', starts_at: '2020-01-01', reason: 'asked' });
    await handOver(clinic.doctor);
    expect(await clinic.sql('SELECT kind FROM care_relation WHERE patient_id = $1 AND doctor_id = $2 AND ends_at IS NULL ORDER BY 1', [clinic.patientId, successor.accountId])).toEqual([{ kind: 'consulting' }, { kind: 'primary' }]);
  });

  it('of who leaves closes the account: nobody signs in with it any more', async () => {
    await expect(handOver(clinic.doctor, { patients, leaving: true })).rejects.toThrow(LeavingTakesAll);
    await clinic.insert('session', { id: v7(), account_id: clinic.doctor.accountId, role: 'doctor', device: 'x', expires_at: '2999-01-01' });
    await handOver(clinic.doctor, { leaving: true });
    expect(await clinic.sql('SELECT d.status, a.status AS account, s.revoked_because FROM doctor d JOIN account a ON a.id = d.account_id JOIN session s ON s.account_id = a.id WHERE d.id = $1', [clinic.doctor.accountId]))
      .toEqual([{ status: 'left', account: 'disabled', revoked_because: 'left' }]);
    await expect(care.charts.write(clinic.doctor, clinic.patientId, () => Promise.resolve())).rejects.toThrow(SignInEnded);
  });

  it('of a thousand patients is one statement a table', async () => {
    await clinic.sql(`INSERT INTO patient (id, organisation_id, mrn, names) SELECT gen_random_uuid(), $1::uuid, 'big-' || n || $1::text, '[{"text": "P"}]' FROM generate_series(1, 1000) n`, [clinic.organisationId]);
    await clinic.sql(`INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, reason) SELECT id, gen_random_uuid(), $2, 'primary', '2020-01-01', 'r' FROM patient WHERE organisation_id = $1 AND mrn LIKE 'big-%'`, [clinic.organisationId, clinic.doctor.accountId]);
    const pool = care.database.pool;
    let statements = 0;
    const counted = (client: { query: (...values: never[]) => unknown }) => {
      const original = client.query.bind(client);
      client.query = (...values: never[]) => {
        statements += 1;
        return original(...values);
      };
    };
    pool.on('acquire', counted);
    expect(await handOver(clinic.doctor)).toMatchObject({ patients: 1005 });
    expect(statements).toBeLessThan(20);
  });
});
