import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { aVisit } from './testing/a-visit';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';
import { VisitNotAllowed, VisitUnknown } from './visit.errors';

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

const endRelation = (daysAgo = 0, recorded = true) =>
  clinic.sql(`WITH ended AS (UPDATE care_relation SET ends_at = now() - make_interval(days => $2) WHERE doctor_id = $1)
    UPDATE visit SET recorded_at = CASE WHEN $3 THEN now() - make_interval(days => $2) - interval '1 hour' ELSE recorded_at END WHERE doctor_id = $1`, [attending.accountId, daysAgo, recorded]);
const read = (id = visitId) => visits.readVisit.execute(attending, clinic.patientId, id);
const complete = (id = visitId) => visits.completeVisit.execute(attending, clinic.patientId, id, 1);

describe('a doctor whose relation ended', () => {
  it('reads and completes their own open visit, with what came with it', async () => {
    await endRelation(29);
    expect(await read()).toMatchObject({ id: visitId, status: 'open', diagnoses: [{ text: 'Hypertension' }] });
    expect((await read()).measures).toHaveLength(6);
    expect(await complete()).toMatchObject({ status: 'completed', version: 2 });
    expect((await visits.readVisit.execute(clinic.patient, clinic.patientId, visitId)).measures).toHaveLength(6);
    // Finished, it is the patient's chart like everything else.
    await expect(read()).rejects.toThrow(PatientUnknown);
  });

  it('sees nothing else of the chart, in whatever way they ask', async () => {
    await endRelation(1);
    await expect(read(others)).rejects.toThrow(VisitUnknown);
    await expect(complete(others)).rejects.toThrow(VisitUnknown);
    expect((await visits.listVisits.execute(attending, clinic.patientId, { limit: 10 })).map(({ id }) => id)).toEqual([visitId]);
    expect((await visits.listMeasures.execute(attending, clinic.patientId, { limit: 50 })).map((measure) => measure.visit_id)).toEqual(Array.from({ length: 6 }, () => visitId));
    await expect(visits.readChart.execute(attending, clinic.patientId, JSON.stringify)).rejects.toThrow(PatientUnknown);
    const tables = ['patient', 'care_relation', 'representation', 'emergency_access', 'chart', 'appointment', 'report', 'participation', 'doctor_patient', 'doctor_slot', 'list_review'];
    const seen = await visits.charts.write(attending, clinic.patientId, (transaction) => transaction.query<object[]>(tables.map((table) => `SELECT '${table}' AS shown FROM ${table}`).join(' UNION ALL ')));
    expect(seen).toEqual([]);
  });

  it('records nothing new and changes nothing of another visit', async () => {
    await endRelation(1);
    await expect(visits.recordVisit.execute(attending, clinic.patientId, aVisit())).rejects.toThrow(VisitNotAllowed);
    const changed = await visits.charts.write(attending, clinic.patientId, (transaction) => transaction.query<[unknown, number]>("UPDATE diagnosis SET text = 'x' WHERE visit_id = $1", [others]));
    expect(changed[1]).toBe(0);
    const added = visits.charts.write(attending, clinic.patientId, (transaction) => transaction.query("INSERT INTO diagnosis (patient_id, visit_id, id, text) VALUES ($1, $2, $3, 'x')", [clinic.patientId, others, v7()]));
    await expect(added).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('has 30 days for it', async () => {
    await endRelation(31);
    await expect(read()).rejects.toThrow(PatientUnknown);
  });

  it('has it only for what was recorded while the relation held, so that an emergency leaves nothing behind', async () => {
    await endRelation(1, false);
    await expect(read()).rejects.toThrow(PatientUnknown);
    const emergency = await clinic.account('doctor');
    await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: new Date(Date.now() + 60_000) });
    const { id } = await visits.recordVisit.execute(emergency, clinic.patientId, aVisit());
    expect(await visits.readVisit.execute(emergency, clinic.patientId, id)).toMatchObject({ id });
    await clinic.sql('UPDATE emergency_access SET until = now() WHERE doctor_id = $1', [emergency.accountId]);
    await expect(visits.readVisit.execute(emergency, clinic.patientId, id)).rejects.toThrow(PatientUnknown);
  });

  it('does not see what the patient restricted', async () => {
    await clinic.sql('UPDATE visit SET sensitivity = 2 WHERE id = $1', [visitId]);
    await endRelation(1);
    await expect(read()).rejects.toThrow(VisitUnknown);
  });
});
