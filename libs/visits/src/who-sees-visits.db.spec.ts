import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { aVisit } from './testing/a-visit';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';
import { VisitNotAllowed } from './visit.errors';

jest.setTimeout(60_000);

let visits: VisitsOnDatabase;
let clinic: Clinic;
let visitId: string;
let others: string;
let attending: Acting;

beforeAll(async () => {
  visits = await visitsOnDatabase();
});
afterAll(() => visits.stop());
beforeEach(async () => {
  clinic = await aClinic(visits.ownerUrl);
  attending = await clinic.account('doctor', 'Dr. Attending');
  await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: attending.accountId, kind: 'attending', starts_at: '2020-01-01', reason: 'asked' });
  visitId = (await visits.recordVisit.execute(attending, clinic.patientId, aVisit())).id;
  others = (await visits.recordVisit.execute(clinic.doctor, clinic.patientId, aVisit())).id;
});
afterEach(() => clinic.close());

describe('a nurse', () => {
  let nurse: Acting;
  let locationId: string;
  const today = (zone: string) => new Date(new Date().toLocaleDateString('sv', { timeZone: zone }) + 'T12:00:00Z');

  beforeEach(async () => {
    nurse = await clinic.account('nurse');
    locationId = v7();
    await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'House', zone: 'Europe/Berlin' });
  });
  const appointment = async (startsAt: Date) => {
    const typeId = v7();
    await clinic.insert('appointment_type', { id: typeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
    await clinic.insert('appointment', { patient_id: clinic.patientId, id: v7(), doctor_id: clinic.doctor.accountId, location_id: locationId, appointment_type_id: typeId, starts_at: startsAt, ends_at: new Date(startsAt.getTime() + 900_000) });
  };
  const works = () => clinic.insert('nurse_location', { account_id: nurse.accountId, location_id: locationId });
  const list = () => visits.listVisits.execute(nurse, clinic.patientId, { limit: 10 });

  it("is in care on the day of the patient's appointment at their location", async () => {
    await appointment(today('Europe/Berlin'));
    await expect(list()).rejects.toThrow(PatientUnknown);
    await works();
    expect(await list()).toHaveLength(2);
    await clinic.sql("UPDATE appointment SET status = 'cancelled' WHERE patient_id = $1", [clinic.patientId]);
    await expect(list()).rejects.toThrow(PatientUnknown);
  });

  it('is in care on the day of a visit there, and not on the day after', async () => {
    await works();
    await clinic.sql('UPDATE visit SET location_id = $2, started_at = $3 WHERE id = $1', [visitId, locationId, new Date()]);
    expect(await list()).toHaveLength(2);
    await clinic.sql("UPDATE visit SET started_at = now() - interval '2 days' WHERE id = $1", [visitId]);
    await expect(list()).rejects.toThrow(PatientUnknown);
  });

  it("counts the day in the location's zone", async () => {
    await works();
    await clinic.sql("UPDATE location SET zone = 'Pacific/Kiritimati' WHERE id = $1", [locationId]);
    await appointment(today('Pacific/Kiritimati'));
    await clinic.sql("UPDATE appointment SET starts_at = ((now() AT TIME ZONE 'Pacific/Kiritimati')::date + time '00:00:01') AT TIME ZONE 'Pacific/Kiritimati', ends_at = ((now() AT TIME ZONE 'Pacific/Kiritimati')::date + time '00:15') AT TIME ZONE 'Pacific/Kiritimati' WHERE patient_id = $1", [clinic.patientId]);
    expect(await list()).toHaveLength(2);
    await clinic.sql("UPDATE appointment SET starts_at = starts_at - interval '2 seconds' WHERE patient_id = $1", [clinic.patientId]);
    await expect(list()).rejects.toThrow(PatientUnknown);
  });

  it('loses it with the role in the organisation of the location', async () => {
    await works();
    await appointment(today('Europe/Berlin'));
    const elsewhere = v7();
    await clinic.insert('organisation', { id: elsewhere, name: 'Elsewhere' });
    await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [nurse.accountId, elsewhere]);
    await expect(list()).rejects.toThrow(PatientUnknown);
  });

  it('reads the chart without what is restricted, adds measures, and writes nothing else', async () => {
    await works();
    await appointment(today('Europe/Berlin'));
    await clinic.sql('UPDATE visit SET sensitivity = 2 WHERE id = $1', [others]);
    expect((await list()).map(({ id }) => id)).toEqual([visitId]);
    const attempt = (statement: string, values: readonly unknown[] = []) => visits.charts.write(nurse, clinic.patientId, (transaction) => transaction.query<unknown[]>(statement, [...values]));
    await attempt("INSERT INTO measure (patient_id, id, code, quantity, entered_value, taken_at) VALUES ($1, $2, '8867-4', 70, '70', now())", [clinic.patientId, v7()]);
    await expect(attempt("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'x')", [clinic.patientId, v7()])).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(visits.recordVisit.execute(nurse, clinic.patientId, aVisit())).rejects.toThrow(VisitNotAllowed);
    await clinic.add('report', { kind: 'health-summary', format: 'pdf', requested_by: clinic.doctor.accountId, requested_role: 'doctor' });
    expect(await attempt('SELECT id FROM report')).toEqual([]);
    expect((await attempt("UPDATE measure SET code = '8867-4'"))[1]).toBe(0);
  });
});

describe('the chart of who has died', () => {
  it('is open to who was in care, and closed to the portal until staff decide', async () => {
    await visits.completeVisit.execute(attending, clinic.patientId, visitId, 1);
    expect(await visits.listVisits.execute(clinic.patient, clinic.patientId, { limit: 10 })).toHaveLength(1);
    const guardian = await clinic.account('patient');
    await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: guardian.accountId, kind: 'guardian', scope: 'full', starts_at: '2020-01-01', evidence: 'court' });
    await clinic.sql('UPDATE patient SET deceased_at = now() WHERE id = $1', [clinic.patientId]);
    for (const acting of [clinic.patient, guardian]) await expect(visits.listVisits.execute(acting, clinic.patientId, { limit: 10 })).rejects.toThrow(PatientUnknown);
    expect(await visits.listVisits.execute(clinic.doctor, clinic.patientId, { limit: 10 })).toHaveLength(2);
  });
});
