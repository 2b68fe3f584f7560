import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { MeasureNotComputable } from './measure.errors';
import type { ChartRow } from './read-chart';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';

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

const systolic = (quantity: number, takenAt: string, values: object = {}) =>
  clinic.add('measure', { code: '8480-6', text: 'Systolic blood pressure', quantity, unit: 'mm[Hg]', entered_value: String(quantity), taken_at: takenAt, ...values });
const list = (query: Partial<Parameters<typeof visits.listMeasures.execute>[2]> = {}, acting = clinic.doctor) => visits.listMeasures.execute(acting, clinic.patientId, { limit: 20, ...query });
const statistics = (query: Partial<Parameters<typeof visits.measureStatistics.execute>[2]> = {}) => visits.measureStatistics.execute(clinic.doctor, clinic.patientId, { code: '8480-6', ...query });
const readChart = async (acting: Acting, patientId: string) => JSON.parse((await visits.readChart.execute(acting, patientId, (chart) => JSON.stringify(chart))).toString()) as ChartRow;
const readEntries = () => clinic.sql<{ thing: string; actor_id: string }>("SELECT thing, actor_id FROM audit.entry WHERE patient_id = $1 AND action = 'read'", [clinic.patientId]);

describe('the list of measures', () => {
  it('is newest first, page by page, each once, also where many were taken at one moment', async () => {
    for (let at = 0; at < 7; at++) await systolic(120 + at, `2026-01-0${at < 4 ? 1 : 2}T08:00:00.123456Z`);
    const seen: string[] = [];
    let after: readonly [string, string] | undefined;
    for (;;) {
      const rows = await list({ limit: 3, after });
      seen.push(...rows.slice(0, 3).map(({ id }) => id));
      const last = rows[2];
      if (rows.length <= 3 || !last) break;
      after = [last.place, last.id];
    }
    const all = (await list()).map(({ id }) => id);
    expect(all).toHaveLength(7);
    expect(seen).toEqual(all);
  });

  it('is of one code, of all parts of a panel, or of a time', async () => {
    await systolic(120, '2026-01-01T08:00:00Z', { panel_code: '85354-9' });
    await clinic.add('measure', { code: '8462-4', quantity: 80, unit: 'mm[Hg]', entered_value: '80', taken_at: '2026-01-01T08:00:00Z', panel_code: '85354-9' });
    await clinic.add('measure', { code: '8310-5', quantity: 37, unit: 'Cel', entered_value: '37', taken_at: '2026-02-01T08:00:00Z' });
    expect((await list({ code: '8480-6' })).map(({ quantity }) => quantity)).toEqual([120]);
    expect(await list({ code: '85354-9' })).toHaveLength(2);
    expect((await list({ code: '8331-1' })).map(({ code }) => code)).toEqual(['8310-5']);
    expect((await list({ from: new Date('2026-01-15T00:00:00Z') })).map(({ code }) => code)).toEqual(['8310-5']);
    expect(await list({ to: new Date('2026-01-15T00:00:00Z') })).toHaveLength(2);
  });

  it('leaves out what was entered in error, what is restricted above the caller, and another patient’s', async () => {
    await systolic(120, '2026-01-01T08:00:00Z', { status: 'entered-in-error' });
    await systolic(121, '2026-01-02T08:00:00Z', { sensitivity: 2 });
    await systolic(122, '2026-01-03T08:00:00Z');
    await systolic(123, '2026-01-03T08:00:00Z', { patient_id: await clinic.anotherPatient() });
    expect((await list()).map(({ quantity }) => quantity)).toEqual([122]);
  });

  it('of a merged chart is one list', async () => {
    const replaced = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    await systolic(121, '2026-01-01T08:00:00Z');
    await systolic(122, '2026-01-02T08:00:00Z', { patient_id: replaced });
    await systolic(123, '2026-01-03T08:00:00Z');
    expect((await list()).map(({ quantity }) => quantity)).toEqual([123, 122, 121]);
    expect((await list({ limit: 1 })).map(({ quantity }) => quantity)).toEqual([123, 122]);
  });

  it('is nobody’s who is a stranger, and each reading is noted', async () => {
    await expect(list({}, clinic.stranger)).rejects.toThrow(PatientUnknown);
    await list();
    expect(await readEntries()).toEqual([{ thing: 'Observation', actor_id: clinic.doctor.accountId }]);
  });
});

describe('the latest measures', () => {
  it('are the newest of each code', async () => {
    await systolic(120, '2026-01-01T08:00:00Z');
    await systolic(130, '2026-01-02T08:00:00Z');
    await clinic.add('measure', { code: '8310-5', quantity: 37, unit: 'Cel', entered_value: '37', taken_at: '2026-02-01T08:00:00Z' });
    expect((await visits.latestMeasures.execute(clinic.doctor, clinic.patientId)).map(({ code, quantity }) => [code, quantity])).toEqual([['8310-5', 37], ['8480-6', 130]]);
  });
});

describe('the statistics of a measure', () => {
  it('are computed of what was measured in the time', async () => {
    for (const [day, value] of [[1, 120], [2, 140], [3, 131], [4, 127]] as const) await systolic(value, `2026-01-0${day}T08:00:00Z`);
    await systolic(200, '2025-01-01T08:00:00Z');
    const [figures, ...more] = await statistics({ from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') });
    expect(more).toEqual([]);
    expect(figures).toMatchObject({ setting: 'clinic', unit: 'mm[Hg]', count: 4, min: 120, mean: 129.5, median: 129, max: 140, first: { value: 120 }, last: { value: 127 }, periods: [] });
  });

  it('keep clinic and home apart unless told', async () => {
    await systolic(120, '2026-01-01T08:00:00Z');
    await systolic(140, '2026-01-02T08:00:00Z', { setting: 'home' });
    expect((await statistics()).map(({ setting, count, mean }) => [setting, count, mean])).toEqual([['clinic', 1, 120], ['home', 1, 140]]);
    expect((await statistics({ setting: 'home' })).map(({ setting, mean }) => [setting, mean])).toEqual([['home', 140]]);
    expect((await statistics({ setting: 'both' })).map(({ setting, count, mean }) => [setting, count, mean])).toEqual([['both', 2, 130]]);
  });

  it('by day are those of the patient’s days unless told', async () => {
    // 23:30 and 00:30 in Berlin, which in UTC are one day.
    await systolic(120, '2026-01-01T22:30:00Z');
    await systolic(140, '2026-01-01T23:30:00Z');
    expect((await statistics({ by: 'day' }))[0]).toMatchObject({ count: 2, periods: [{ from: '2026-01-01', mean: 120 }, { from: '2026-01-02', mean: 140 }] });
    expect((await statistics({ by: 'day', zone: 'UTC' }))[0]?.periods).toMatchObject([{ from: '2026-01-01', count: 2, mean: 130 }]);
    expect((await statistics({ by: 'month' }))[0]?.periods).toMatchObject([{ from: '2026-01-01', count: 2 }]);
  });

  it('of a merged chart count both records', async () => {
    const replaced = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    await systolic(120, '2026-01-01T08:00:00Z');
    await systolic(140, '2026-01-02T08:00:00Z', { patient_id: replaced });
    expect(await statistics()).toMatchObject([{ count: 2, mean: 130 }]);
  });

  it('never pool numbers of different units', async () => {
    await clinic.add('measure', { code: '718-7', quantity: 13.5, unit: 'g/dL', entered_value: '13.5', taken_at: '2026-01-01T08:00:00Z' });
    await clinic.add('measure', { code: '718-7', quantity: 8.4, unit: 'mmol/L', entered_value: '8.4', taken_at: '2026-01-02T08:00:00Z' });
    expect(await statistics({ code: '718-7' })).toMatchObject([{ count: 1, unit: 'mmol/L', mean: 8.4 }]);
  });

  it('are none where nothing was measured, and not offered of what is a code', async () => {
    expect(await statistics()).toEqual([]);
    await expect(statistics({ code: '72166-2' })).rejects.toThrow(MeasureNotComputable);
  });
});

describe('the chart', () => {
  it('says what one looks at first, and its version', async () => {
    await clinic.add('diagnosis', { text: 'Hypertension' });
    await clinic.add('diagnosis', { text: 'Bronchitis', status: 'resolved' });
    await clinic.add('treatment', { kind: 'medication', text: 'Lisinopril', starts_on: '2026-01-01' });
    await clinic.add('treatment', { kind: 'medication', text: 'Amoxicillin', starts_on: '2020-01-01', ends_on: '2020-01-10' });
    await clinic.add('allergy', { substance: 'Penicillin' });
    await clinic.add('list_review', { list: 'medication', answer: 'none-known', reviewed_by: clinic.doctor.accountId, reviewed_at: '2025-01-01' });
    await clinic.add('list_review', { list: 'medication', answer: 'listed', reviewed_by: clinic.doctor.accountId, reviewed_at: '2026-01-01' });
    await systolic(120, '2026-01-01T08:00:00Z');
    await systolic(130, '2026-01-02T08:00:00Z');
    await clinic.add('visit', { started_at: '2026-01-02T08:00:00Z', status: 'completed' });
    const chart = await readChart(clinic.doctor, clinic.patientId);
    expect(chart.person).toMatchObject({ id: clinic.patientId, birthDate: '1961-05-07', zone: 'Europe/Berlin' });
    expect(chart.diagnoses.map(({ text }) => text)).toEqual(['Hypertension']);
    expect(chart.treatments.map(({ text }) => text)).toEqual(['Lisinopril']);
    expect(chart.allergies.map(({ substance }) => substance)).toEqual(['Penicillin']);
    expect([chart.allergy_review, chart.medication_review?.answer]).toEqual([null, 'listed']);
    expect(chart.measures.map(({ quantity }) => quantity)).toEqual([130]);
    expect(chart.visits).toHaveLength(1);
    await systolic(131, '2026-01-03T08:00:00Z');
    expect((await readChart(clinic.doctor, clinic.patientId)).measures.map(({ quantity }) => quantity)).toEqual([131]);
  });

  it('of a merged record is one, and of an empty one is empty', async () => {
    const replaced = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    await clinic.add('diagnosis', { text: 'Gout', patient_id: replaced });
    const chart = await readChart(clinic.doctor, clinic.patientId);
    expect([chart.diagnoses.map(({ text }) => text), chart.measures, chart.visits]).toEqual([['Gout'], [], []]);
  });

  it('is no stranger’s', async () => {
    await expect(readChart(clinic.stranger, clinic.patientId)).rejects.toThrow(PatientUnknown);
    await expect(readChart(clinic.doctor, v7())).rejects.toThrow(PatientUnknown);
  });
});
