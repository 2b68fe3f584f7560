import { PatientUnknown } from '@anamnesis/users';
import { MeasureStatistics, VisitsModule } from '@anamnesis/visits';
import { HealthSummaryReader } from './health-summary.reader';
import { ReportsModule } from './reports.module';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { type ReportProcesses, reportProcesses } from './testing/report-processes';

jest.setTimeout(60_000);

const year = { reportId: '0198c0de-0000-7000-8000-00000000000a', from: '2025-03-04', to: '2026-03-04', language: 'en' };
let processes: ReportProcesses;
let reader: HealthSummaryReader;
let clinic: Clinic;

beforeAll(async () => {
  processes = await reportProcesses();
  reader = (await processes.start('anamnesis_report_worker', ReportsModule)).get(HealthSummaryReader, { strict: false });
});
afterAll(() => processes.stop());
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
});
afterEach(() => clinic.close());

const systolic = (quantity: number, takenAt: string, different: object = {}) =>
  clinic.add('measure', { code: '8480-6', quantity, unit: 'mm[Hg]', entered_value: String(quantity), taken_at: takenAt, ...different });
const summaryAs = async (acting = clinic.doctor, period: Partial<typeof year> = {}) => (await reader.read(acting, clinic.patientId, { ...year, ...period })).summary;

it('tells the same statistics as a computation of its own', async () => {
  const values = Array.from({ length: 401 }, (_, at) => 100 + ((at * 7919) % 83));
  await clinic.sql(
    `INSERT INTO measure (patient_id, id, code, quantity, unit, entered_value, taken_at, patient_visible_from)
     SELECT $1, gen_random_uuid(), '8480-6', v, 'mm[Hg]', v::text, timestamptz '2025-03-05 08:00Z' + at * interval '20 hours', now() FROM unnest($2::numeric[]) WITH ORDINALITY AS t (v, at)`,
    [clinic.patientId, values],
  );
  const { measures } = await summaryAs();
  const sorted = values.toSorted((a, b) => a - b);
  expect(measures).toHaveLength(1);
  expect(measures[0]).toMatchObject({
    code: '8480-6', text: 'Systolic blood pressure', unit: 'mm[Hg]', setting: 'clinic', count: 401,
    min: sorted[0], median: sorted[200], max: sorted[400], first: { value: values[0] }, last: { value: values[400] },
  });
  expect(measures[0]?.mean).toBe(Math.round((values.reduce((sum, value) => sum + value, 0) / 401) * 10) / 10);
  expect(measures[0]?.values.map(({ value }) => value)).toEqual(values);
});

it('tells the same numbers as the statistics of the API', async () => {
  const statistics = (await processes.start('anamnesis_visit_service', VisitsModule.forRoot({ chartCacheMegabytes: 0 }))).get(MeasureStatistics);
  for (const [at, quantity] of [130.4, 121.7, 140.2, 118.9].entries()) await systolic(quantity, `2025-0${String(at + 4)}-01T08:00Z`, { setting: at === 3 ? 'home' : 'clinic' });
  for (const [at, quantity] of [1.234, 1.2, 7.77777].entries()) await clinic.add('measure', { code: '99999-9', quantity, unit: 'U/L', entered_value: '', taken_at: `2025-0${String(at + 4)}-01T08:00Z` });
  for (const { values: _, ...series } of (await summaryAs()).measures) {
    const bySetting = await statistics.execute(clinic.doctor, clinic.patientId, { code: series.code, setting: series.setting });
    const { count, min, mean, median, max, unit } = series;
    expect(bySetting).toMatchObject([{ count, min, mean, median, max, unit, setting: series.setting, first: { value: series.first.value }, last: { value: series.last.value } }]);
  }
});

it('takes the mean of the two in the middle for the median of an even number', async () => {
  await systolic(120, '2025-06-01T08:00Z');
  await systolic(131, '2025-06-02T08:00Z');
  expect((await summaryAs()).measures[0]?.median).toBe(125.5);
});

it('keeps clinic and home, kinds of glucose, and units apart, and counts an alias with its measure', async () => {
  const glucose = (code: string, unit: string) => clinic.add('measure', { code, quantity: 100, unit, entered_value: '100', taken_at: '2025-06-01T08:00Z' });
  await systolic(120, '2025-06-01T08:00Z');
  await systolic(110, '2025-06-01T08:00Z', { setting: 'home' });
  for (const [code, unit] of [['41653-7', 'mg/dL'], ['2345-7', 'mg/dL'], ['2339-0', 'mg/dL'], ['99999-9', 'U/L'], ['99999-9', 'kU/L'], ['2708-6', '%'], ['59408-5', '%']] as const) await glucose(code, unit);
  const { measures } = await summaryAs();
  expect(measures.slice(0, 2).map(({ setting }) => setting)).toEqual(['clinic', 'home']);
  expect(measures.map(({ code, unit, setting, count }) => `${code} ${unit ?? ''} ${setting} ${String(count)}`).sort()).toEqual([
    '2339-0 mg/dL clinic 1', '2345-7 mg/dL clinic 1', '41653-7 mg/dL clinic 1', '59408-5 % clinic 2', '8480-6 mm[Hg] clinic 1', '8480-6 mm[Hg] home 1', '99999-9 U/L clinic 1', '99999-9 kU/L clinic 1',
  ]);
});

it('leaves out what was entered in error, lies outside the period, or is a draft', async () => {
  await systolic(120, '2025-06-01T08:00Z');
  await systolic(999, '2025-06-01T08:00Z', { status: 'entered-in-error' });
  await systolic(998, '2024-06-01T08:00Z');
  await systolic(997, '2025-06-01T08:00Z', { patient_visible_from: null });
  await systolic(996, '2025-06-01T08:00Z', { patient_visible_from: '2999-01-01' });
  await clinic.add('visit', { started_at: '2025-06-01T08:00Z', reason: 'Shown', status: 'completed' });
  await clinic.add('visit', { started_at: '2025-06-01T08:00Z', reason: 'Draft', patient_visible_from: null });
  await clinic.add('visit', { started_at: '2025-06-01T08:00Z', reason: 'Mistake', status: 'entered-in-error' });
  await clinic.add('diagnosis', { text: 'Draft', patient_visible_from: null });
  await clinic.add('diagnosis', { text: 'Refuted', verification: 'refuted' });
  await clinic.add('diagnosis', { text: 'Resolved', status: 'resolved' });
  const summary = await summaryAs();
  expect(summary.measures.map(({ count, max }) => [count, max])).toEqual([[1, 120]]);
  expect(summary.visits.map(({ reason }) => reason)).toEqual(['Shown']);
  expect(summary.diagnoses).toEqual([]);
});

it('counts the days of the period in the zone where the patient lives', async () => {
  await systolic(101, '2025-03-03T22:59:59Z');
  await systolic(102, '2025-03-03T23:00:00Z');
  await systolic(103, '2026-03-04T22:59:59Z');
  await systolic(104, '2026-03-04T23:00:00Z');
  const [series] = (await summaryAs()).measures;
  expect(series?.values.map(({ value }) => value)).toEqual([102, 103]);
  expect(series?.first).toEqual({ value: 102, takenAt: '2025-03-03T23:00:00Z', localTime: '2025-03-04T00:00:00' });
});

it('tells the newest height, weight and body mass index, also from before the period', async () => {
  const measure = (code: string, quantity: number, unit: string, takenAt: string, more: object = {}) => clinic.add('measure', { code, quantity, unit, entered_value: '', taken_at: takenAt, ...more });
  await measure('8302-2', 168.5, 'cm', '2019-01-01T08:00Z');
  await measure('29463-7', 70, 'kg', '2024-01-01T08:00Z');
  await measure('29463-7', 71.4, 'kg', '2025-01-01T08:00Z');
  await measure('29463-7', 17.4, 'kg', '2025-02-01T08:00Z', { status: 'entered-in-error' });
  const { body } = await summaryAs();
  expect(body.height).toMatchObject({ value: 168.5, unit: 'cm', decimals: 1 });
  expect(body.weight).toMatchObject({ value: 71.4, takenAt: '2025-01-01T08:00:00Z' });
  expect(body.bodyMassIndex).toBeNull();
});

it('tells the newest review of a list, and that nobody asked where there is none', async () => {
  const review = (answer: string, reviewedAt: string) => clinic.add('list_review', { list: 'allergy', answer, reviewed_by: clinic.doctor.accountId, reviewed_at: reviewedAt });
  expect(await summaryAs()).toMatchObject({ allergyReview: { answer: 'not-asked', reviewedOn: null }, medicationReview: { answer: 'not-asked' } });
  await review('none-known', '2024-01-01T12:00Z');
  await review('listed', '2025-01-01T12:00Z');
  await clinic.add('allergy', { substance: 'Penicillin', reactions: [{ text: 'Hives' }] });
  expect(await summaryAs()).toMatchObject({ allergyReview: { answer: 'listed', reviewedOn: '2025-01-01' }, allergies: [{ substance: 'Penicillin', reactions: [{ text: 'Hives', severity: null }] }] });
});

it('shows current treatments, with those whose end is today', async () => {
  const [{ today }] = (await clinic.sql<{ today: string }>(`SELECT (now() AT TIME ZONE 'Europe/Berlin')::date::text AS today`)) as [{ today: string }];
  await clinic.add('treatment', { kind: 'medication', text: 'For ever', starts_on: '2020-01-01' });
  await clinic.add('treatment', { kind: 'medication', text: 'Until today', starts_on: '2020-01-01', ends_on: today });
  await clinic.add('treatment', { kind: 'medication', text: 'Past', starts_on: '2020-01-01', ends_on: '2020-02-01' });
  await clinic.add('treatment', { kind: 'medication', text: 'Stopped', starts_on: '2020-01-01', status: 'stopped' });
  expect((await summaryAs()).treatments.map(({ text }) => text)).toEqual(['For ever', 'Until today']);
});

it('names the one who asked, the primary doctor and the phone', async () => {
  expect(await summaryAs()).toMatchObject({
    askedFor: { role: 'doctor', name: 'Dr. Amara Okafor' }, primaryDoctor: { name: 'Dr. Amara Okafor', phone: '+49 30 555 01 01' }, patient: { name: 'Johanna Weiß', birthDate: '1961-05-07' },
  });
  expect((await summaryAs(clinic.patient)).askedFor).toEqual({ role: 'patient', name: null });
});

it('takes the sensitivity of the most sensitive row that is in it', async () => {
  await systolic(120, '2025-06-01T08:00Z');
  await clinic.add('diagnosis', { text: 'Restricted by the patient', sensitivity: 2 });
  await clinic.add('diagnosis', { text: 'Restricted by category', sensitivity: 1 });
  const doctors = await reader.read(clinic.doctor, clinic.patientId, year);
  expect([doctors.sensitivity, doctors.summary.diagnoses.map(({ text }) => text)]).toEqual([1, ['Restricted by category']]);
  expect((await reader.read(clinic.patient, clinic.patientId, year)).sensitivity).toBe(2);
});

it('pools the record that was merged into this one', async () => {
  const other = await aClinic(processes.database.ownerUrl);
  await systolic(120, '2025-06-01T08:00Z');
  await other.add('measure', { code: '8480-6', quantity: 140, unit: 'mm[Hg]', entered_value: '140', taken_at: '2025-07-01T08:00Z' });
  await other.sql('UPDATE patient SET replaced_by = $1 WHERE id = $2', [clinic.patientId, other.patientId]);
  await other.close();
  expect((await summaryAs()).measures).toMatchObject([{ count: 2, mean: 130, first: { value: 120 }, last: { value: 140 } }]);
});

it('gives a stranger nothing, and leaves an entry of what was read and of what was refused', async () => {
  await summaryAs();
  await expect(summaryAs(clinic.stranger)).rejects.toThrow(PatientUnknown);
  expect(await clinic.sql(`SELECT action, thing, actor_id FROM audit.entry WHERE patient_id = $1 AND action IN ('read', 'refused') ORDER BY at`, [clinic.patientId])).toEqual([
    { action: 'read', thing: 'HealthSummary', actor_id: clinic.doctor.accountId }, { action: 'refused', thing: 'HealthSummary', actor_id: clinic.stranger.accountId },
  ]);
});
