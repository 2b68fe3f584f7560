import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import fc from 'fast-check';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { type Clinic, aClinic } from '../testing';

jest.setTimeout(120_000);

const hour = 3_600_000;
const day = 24 * hour;
let place: TestDatabase;
let clinic: Clinic;
let visits: Client;
let desk: Acting;
let places: { locationId: string; typeId: string };

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  desk = await clinic.account('desk');
  places = { locationId: v7(), typeId: v7() };
  await clinic.insert('location', { id: places.locationId, organisation_id: clinic.organisationId, name: 'House', zone: 'Europe/Berlin' });
  await clinic.insert('appointment_type', { id: places.typeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
  visits = new Client({ connectionString: place.urlFor('anamnesis_visit_service') });
  await visits.connect();
});
afterAll(async () => {
  await visits.end();
  await clinic.close();
  await place.drop();
});

/** As the visit service will: the chart is opened by who acts, then the appointment is written. */
async function asService(acting: Acting, patientId: string, statement: string, values: readonly unknown[]): Promise<void> {
  await visits.query('BEGIN');
  try {
    const { rows } = await visits.query<{ outcome: string }>('SELECT outcome FROM app.open_chart($1, $2)', [JSON.stringify(acting), patientId]);
    if (rows[0]?.outcome !== 'open') throw new Error('not opened');
    await visits.query(statement, [...values]);
    await visits.query('COMMIT');
  } catch (error) {
    await visits.query('ROLLBACK');
    throw error;
  }
}
async function book(acting: Acting, doctor: Acting, startsAt: Date, patientId = clinic.patientId): Promise<string> {
  const id = v7();
  await asService(acting, patientId, 'INSERT INTO appointment (patient_id, id, doctor_id, location_id, appointment_type_id, starts_at, ends_at, overbooked) VALUES ($1, $2, $3, $4, $5, $6, $7, true)',
    [patientId, id, doctor.accountId, places.locationId, places.typeId, startsAt, new Date(startsAt.getTime() + 900_000)]);
  return id;
}
const change = (acting: Acting, id: string, set: string, values: readonly unknown[] = [], patientId = clinic.patientId) => asService(acting, patientId, `UPDATE appointment SET ${set} WHERE patient_id = $1 AND id = $2`, [patientId, id, ...values]);
const moveTo = (startsAt: Date) => ['starts_at = $3::timestamptz, ends_at = $3::timestamptz + interval \'15 minutes\'', [startsAt]] as const;
const relations = (id: string) => clinic.sql<{ doctor_id: string; kind: string; starts_at: Date; ends_at: Date }>('SELECT doctor_id, kind, starts_at, ends_at FROM care_relation WHERE appointment_id = $1 ORDER BY recorded_at, id', [id]);
const isInCare = async (doctor: Acting, patientId = clinic.patientId) => (await clinic.sql<{ outcome: string }>('SELECT outcome FROM app.open_chart($1, $2)', [JSON.stringify(doctor), patientId]))[0]?.outcome === 'open';
const soon = (hours: number) => new Date(Math.floor((Date.now() + hours * hour) / 1000) * 1000);

describe('an appointment that the patient or the desk makes', () => {
  it.each(['patient', 'desk'])('by the %s puts the doctor in care from 72 hours before to 30 days after', async (role) => {
    const doctor = await clinic.account('doctor');
    const startsAt = soon(48);
    const id = await book(role === 'desk' ? desk : clinic.patient, doctor, startsAt);
    expect(await relations(id)).toEqual([{ doctor_id: doctor.accountId, kind: 'attending', starts_at: new Date(startsAt.getTime() - 72 * hour), ends_at: new Date(startsAt.getTime() + 30 * day) }]);
    expect(await isInCare(doctor)).toBe(true);
    expect(await clinic.sql('SELECT id FROM doctor_patient WHERE doctor_id = $1', [doctor.accountId])).toEqual([{ id }]);
  });

  it('opens nothing earlier than that', async () => {
    const doctor = await clinic.account('doctor');
    await book(desk, doctor, soon(80));
    expect(await isInCare(doctor)).toBe(false);
  });

  it('ends what it began when it is cancelled, and moves it when it is moved', async () => {
    const doctor = await clinic.account('doctor');
    const id = await book(desk, doctor, soon(48));
    await change(desk, id, ...moveTo(soon(100)));
    expect(await isInCare(doctor)).toBe(false);
    await change(clinic.patient, id, ...moveTo(soon(10)));
    expect(await isInCare(doctor)).toBe(true);
    await change(desk, id, "status = 'cancelled'");
    expect(await isInCare(doctor)).toBe(false);
  });

  it('goes to another doctor with the care', async () => {
    const [first, second] = [await clinic.account('doctor'), await clinic.account('doctor')];
    const id = await book(desk, first, soon(48));
    await change(desk, id, 'doctor_id = $3', [second.accountId]);
    expect([await isInCare(first), await isInCare(second)]).toEqual([false, true]);
  });

  it('may overlap another of the same doctor: each has its own relation', async () => {
    const doctor = await clinic.account('doctor');
    const one = await book(desk, doctor, soon(24));
    await book(desk, doctor, soon(48));
    await change(desk, one, "status = 'cancelled'");
    expect(await isInCare(doctor)).toBe(true);
  });

  it('that a doctor makes, or the importer, begins nothing', async () => {
    const doctor = await clinic.account('doctor');
    expect(await relations(await book(clinic.doctor, doctor, soon(48)))).toEqual([]);
    const id = v7();
    await clinic.insert('appointment', { patient_id: clinic.patientId, id, doctor_id: doctor.accountId, location_id: places.locationId, appointment_type_id: places.typeId, starts_at: soon(200), ends_at: soon(201), overbooked: true });
    expect(await relations(id)).toEqual([]);
    expect(await isInCare(doctor)).toBe(false);
  });

  it('that somebody at the desk makes with themselves as the doctor begins nothing', async () => {
    const both = await clinic.account('doctor');
    await clinic.insert('account_role', { account_id: both.accountId, id: v7(), role: 'desk', organisation_id: clinic.organisationId });
    await book({ ...both, role: 'desk' }, both, soon(48));
    expect(await isInCare(both)).toBe(false);
  });

  it('keeps its doctor in care no longer when that doctor moves it, and stays ended where somebody ended it', async () => {
    const doctor = await clinic.account('doctor');
    const startsAt = soon(10);
    const id = await book(desk, doctor, startsAt);
    await change(doctor, id, ...moveTo(soon(400)));
    expect((await relations(id))[0]?.ends_at).toEqual(new Date(startsAt.getTime() + 30 * day));
    await clinic.sql("UPDATE care_relation SET ends_at = now(), end_reason = 'by the patient' WHERE appointment_id = $1", [id]);
    await change(desk, id, ...moveTo(soon(20)));
    expect(await isInCare(doctor)).toBe(false);
  });
});

describe('whatever is done with appointments', () => {
  /** Against a model of the rule. Overlapping windows add up; a doctor acts only while in care, as the chart would not open else. */
  it('the doctor is in care exactly while an appointment of theirs says so, and never longer by what they do themselves', async () => {
    const acts = fc.array(
      fc.record({ by: fc.constantFrom('desk', 'patient', 'doctor'), what: fc.constantFrom('book', 'cancel', 'move'), which: fc.nat(3), hours: fc.integer({ min: -900, max: 900 }) }), { minLength: 1, maxLength: 8 });
    await fc.assert(fc.asyncProperty(acts, async (steps) => {
      const doctor = await clinic.account('doctor');
      const patientId = await clinic.anotherPatient();
      const patient = await clinic.account('patient');
      await clinic.insert('patient_account', { account_id: patient.accountId, patient_id: patientId });
      const who = { desk, patient, doctor };
      const model: { id: string; from: number; to: number; starts: number; over: boolean }[] = [];
      for (const { by, what, which, hours } of steps) {
        const now = Date.now();
        const expected = model.some(({ from, to }) => from <= now && to > now);
        expect(await isInCare(doctor, patientId)).toBe(expected);
        if (by === 'doctor' && !expected) continue;
        const starts = soon(hours).getTime();
        const window = { from: starts - 72 * hour, to: starts + 30 * day };
        const one = model[which];
        if (what === 'book') {
          const id = await book(who[by], doctor, new Date(starts), patientId);
          model.push({ id, starts, over: by === 'doctor', ...(by === 'doctor' ? { from: 0, to: 0 } : window) });
        } else if (one && what === 'cancel') {
          await change(who[by], one.id, "status = 'cancelled'", [], patientId);
          one.to = Math.max(one.from, Math.min(one.to, Date.now()));
          one.over = true;
        } else if (one && what === 'move' && one.starts !== starts) {
          await change(who[by], one.id, ...moveTo(new Date(starts)), patientId);
          one.starts = starts;
          if (!one.over) Object.assign(one, by === 'doctor' ? { to: Math.max(one.from, Math.min(one.to, window.to)) } : window);
        }
      }
      const now = Date.now();
      expect(await isInCare(doctor, patientId)).toBe(model.some(({ from, to }) => from <= now && to > now));
    }), { numRuns: 60 });
  });
});
