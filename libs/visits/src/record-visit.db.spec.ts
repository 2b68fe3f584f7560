import { PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { MeasuresRefused } from './measure.errors';
import { aVisit, bloodPressure, height, weight } from './testing/a-visit';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';
import { VisitNotAllowed, VisitRefused } from './visit.errors';

jest.setTimeout(60_000);

let visits: VisitsOnDatabase;
let clinic: Clinic;

beforeAll(async () => {
  visits = await visitsOnDatabase();
});
afterAll(() => visits.stop());
beforeEach(async () => {
  clinic = await aClinic(visits.ownerUrl);
});
afterEach(() => clinic.close());

const record = (changes: Parameters<typeof aVisit>[0] = {}, acting = clinic.doctor, patientId = clinic.patientId) => visits.recordVisit.execute(acting, patientId, aVisit(changes));
const rowsOfVisits = async () => {
  const [counts] = await clinic.sql<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM visit WHERE patient_id = $1) AS visits, (SELECT count(*)::int FROM measure WHERE patient_id = $1) AS measures,
            (SELECT count(*)::int FROM diagnosis WHERE patient_id = $1) AS diagnoses, (SELECT count(*)::int FROM treatment WHERE patient_id = $1) AS treatments,
            (SELECT count(*)::int FROM audit.entry WHERE patient_id = $1 AND action = 'create' AND thing IN ('Encounter', 'Observation', 'Condition', 'Treatment')) AS entries`,
    [clinic.patientId],
  );
  return counts;
};
const chartVersion = async () => Number((await clinic.sql<{ version: string }>('SELECT version FROM chart WHERE patient_id = $1', [clinic.patientId]))[0]?.version);
const refusal = (recording: Promise<unknown>) => recording.then(() => undefined, (error: unknown) => error);

describe('recording a visit', () => {
  it('keeps all of it in one transaction with its audit entries and one new version of the chart', async () => {
    const before = await chartVersion();
    const visit = await record();
    expect(visit).toMatchObject({ status: 'open', doctor_id: clinic.doctor.accountId, version: 1, reason: 'Check-up' });
    expect(await rowsOfVisits()).toEqual({ visits: 1, measures: 6, diagnoses: 1, treatments: 1, entries: 9 });
    expect(await chartVersion()).toBe(before + 1);
    const actors = await clinic.sql("SELECT DISTINCT actor_id, actor_role FROM audit.entry WHERE patient_id = $1 AND action = 'create' AND thing = 'Observation'", [clinic.patientId]);
    expect(actors).toEqual([{ actor_id: clinic.doctor.accountId, actor_role: 'doctor' }]);
  });

  it('answers what reading it then answers', async () => {
    const recorded = await record({ endedAt: new Date('2026-03-04T09:40:00Z'), measures: [bloodPressure(128, 82), height(66, 'in'), weight(160, 'lb')] });
    const read = await visits.readVisit.execute(clinic.doctor, clinic.patientId, recorded.id);
    const comparable = (visit: typeof read) =>
      JSON.parse(JSON.stringify({ ...visit, measures: [...visit.measures].sort((one, other) => (one.id > other.id ? 1 : -1)) }), (key, value: unknown) =>
        key.endsWith('_at') && typeof value === 'string' ? new Date(value).toISOString() : key === 'taken_by' || key === 'sensitivity' ? undefined : value,
      ) as object;
    expect(comparable(read)).toMatchObject(comparable(recorded));
    expect(read.measures.map(({ code, quantity, unit }) => [code, quantity, unit])).toEqual(
      expect.arrayContaining([['8302-2', 167.6, 'cm'], ['29463-7', 72.57, 'kg'], ['39156-5', 25.8, 'kg/m2']]),
    );
  });

  it('derives the body mass index from a height of an earlier visit', async () => {
    await record({ startedAt: new Date('2023-03-04T09:00:00Z'), measures: [height(170)], diagnoses: [], treatments: [] });
    const { measures } = await record({ measures: [weight(72.5)], diagnoses: [], treatments: [] });
    expect(measures[1]).toMatchObject({ code: '39156-5', quantity: 25.1, origin: 'derived' });
    expect(measures[1]?.derived_from).toHaveLength(2);
  });

  it('derives none for a child from a height of another day', async () => {
    await clinic.sql("UPDATE patient SET birth_date = '2015-01-01' WHERE id = $1", [clinic.patientId]);
    await record({ startedAt: new Date('2026-02-04T09:00:00Z'), measures: [height(150)] });
    expect((await record({ measures: [weight(42)] })).measures.map(({ code }) => code)).toEqual(['29463-7']);
    expect((await record({ measures: [weight(42), height(151)] })).measures.map(({ code }) => code)).toEqual(['29463-7', '8302-2', '39156-5']);
  });

  it('may bring nothing but itself', async () => {
    await record({ measures: [], diagnoses: [], treatments: [] });
    expect(await rowsOfVisits()).toMatchObject({ visits: 1, entries: 1 });
  });

  it('keeps nothing of a visit with one bad measure, and points to all that is bad', async () => {
    const error = await refusal(record({ measures: [bloodPressure(80, 120), height(1680), weight(72)] }));
    expect(error).toBeInstanceOf(MeasuresRefused);
    expect((error as MeasuresRefused).fields.map(({ pointer }) => pointer)).toEqual(['/measures/0/components', '/measures/1/value']);
    expect(await rowsOfVisits()).toEqual({ visits: 0, measures: 0, diagnoses: 0, treatments: 0, entries: 0 });
  });

  it('points to references that are not there, together with bad measures', async () => {
    const error = await refusal(record({ doctorId: clinic.stranger.accountId, locationId: v7(), measures: [height(1680)] }));
    expect(error).toBeInstanceOf(VisitRefused);
    expect((error as VisitRefused).fields.map(({ pointer }) => pointer)).toEqual(['/doctorId', '/locationId', '/measures/0/value']);
    expect(await refusal(record({ appointmentId: v7() }))).toMatchObject({ code: 'visit.refused', fields: [{ pointer: '/appointmentId' }] });
  });

  it('is another doctor’s where they are in care too', async () => {
    const colleague = await clinic.account('doctor');
    await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: colleague.accountId, kind: 'consulting', starts_at: '2020-01-01', reason: 'referral' });
    expect(await record({ doctorId: colleague.accountId })).toMatchObject({ doctor_id: colleague.accountId });
  });

  it('after a death is kept and marked', async () => {
    await clinic.sql("UPDATE patient SET deceased_at = '2026-03-01' WHERE id = $1", [clinic.patientId]);
    expect(await record()).toMatchObject({ marks: ['after-death'] });
  });
});

describe('who may record a visit', () => {
  it('is no stranger: to them there is no such patient', async () => {
    await expect(record({}, clinic.stranger)).rejects.toThrow(PatientUnknown);
    expect(await rowsOfVisits()).toMatchObject({ visits: 0 });
  });

  it('is not the patient, even past every guard: the database refuses', async () => {
    await expect(record({}, clinic.patient)).rejects.toThrow(VisitNotAllowed);
    expect(await rowsOfVisits()).toMatchObject({ visits: 0, entries: 0 });
  });

  it('is no nurse and nobody of the desk, even past every guard', async () => {
    await expect(record({}, await clinic.account('nurse'))).rejects.toThrow(PatientUnknown);
    await expect(record({}, await clinic.account('desk'))).rejects.toThrow(VisitNotAllowed);
    expect(await rowsOfVisits()).toMatchObject({ visits: 0, entries: 0 });
  });
});
