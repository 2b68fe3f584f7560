import type { HealthSummary } from './health-summary';
import { sheetOf } from './health-summary.sheet';
import { aHealthSummary, aMeasureSeries } from './testing/a-health-summary';

const section = (heading: string, different: Partial<HealthSummary>) => sheetOf(aHealthSummary(different)).sections.find((each) => each.heading === heading)!;
const notAsked = { answer: 'not-asked', reviewedOn: null } as const;
const noneKnown = { answer: 'none-known', reviewedOn: '2026-02-11' } as const;
const listed = { answer: 'listed', reviewedOn: '2026-02-11' } as const;

it('never prints "none" for allergies that nobody asked about', () => {
  expect(section('Allergies', { allergies: [], allergyReview: notAsked })).toEqual({ heading: 'Allergies', remark: 'Not asked: it is not recorded whether this patient has allergies.', table: null });
  expect(section('Allergies', { allergies: [], allergyReview: noneKnown }).remark).toBe('No known allergies, asked on 11 February 2026.');
  expect(section('Allergies', { allergies: [], allergyReview: listed }).remark).not.toMatch(/\bno(ne)? known\b/i);
  expect(section('Allergies', { allergyReview: noneKnown }).remark).toContain('please check');
  expect(section('Allergies', { allergyReview: notAsked }).remark).toBe('It is not recorded whether this list is complete.');
});

it('never prints "none" for medication that nobody asked about, also where other treatments are listed', () => {
  expect(section('Current treatments', { treatments: [], medicationReview: notAsked }).remark).toBe('No current treatment is recorded. Medication: not asked. It is not recorded whether this patient takes any.');
  expect(section('Current treatments', { treatments: [], medicationReview: noneKnown }).remark).toContain('Medication: none taken, asked on 11 February 2026.');
  const therapies = aHealthSummary().treatments.filter(({ kind }) => kind === 'therapy');
  expect(section('Current treatments', { treatments: therapies, medicationReview: notAsked }).remark).toContain('Medication: not asked.');
});

it('prints of a birth date what is known, and the ages that are possible', () => {
  const facts = (birthDate: string | null, age: HealthSummary['patient']['age']) => Object.fromEntries(sheetOf(aHealthSummary({ patient: { ...aHealthSummary().patient, birthDate, age } })).facts);
  expect(facts('1984', { years: 41, yearsAtMost: 42 })).toMatchObject({ Born: '1984', Age: '41 or 42 years' });
  expect(facts('1984-05', { years: 41, yearsAtMost: 41 })).toMatchObject({ Born: 'May 1984', Age: '41 years' });
  expect(facts('2026-02-20', { years: 0, yearsAtMost: 0, months: 0, days: 1 })).toMatchObject({ Born: '20 February 2026', Age: '1 day' });
  expect(facts(null, null)).toMatchObject({ Born: 'Not recorded', Age: 'Unknown' });
});

it('prints numbers as they are measured, and what is calculated with one digit more', () => {
  const values = [120, 131, 140].map((value, at) => ({ value, takenAt: `2025-06-0${String(at + 1)}T08:00:00Z`, localTime: `2025-06-0${String(at + 1)}T10:00:00` }));
  expect(section('Measures', { measures: [aMeasureSeries({ values, mean: 130.3 })] }).table!.rows).toEqual([
    ['Systolic blood pressure\nmm Hg', 'Clinic', '3', '120', '130.3', '131.0', '140', '120\n1 Jun 2025', '140\n3 Jun 2025'],
  ]);
});

it('prints no mean above the highest value, however many digits were imported', () => {
  const values = [27.745, 27.745].map((value) => ({ value, takenAt: '2025-06-01T08:00:00Z', localTime: '2025-06-01T10:00:00' }));
  const row = (decimals: number, mean: number) => section('Measures', { measures: [aMeasureSeries({ values, decimals, mean, median: mean })] }).table!.rows[0]!.slice(3, 7);
  for (const [decimals, mean] of [[0, 27.7], [1, 27.75], [2, 27.745]] as const) expect(new Set(row(decimals, mean)).size).toBe(1);
});

it('draws one chart a measure, with clinic and home in it, and tells in words what it shows', () => {
  const { items } = sheetOf(aHealthSummary()).charts;
  expect(items.map(({ title }) => title)).toEqual(['Systolic blood pressure', 'Diastolic blood pressure', 'Heart rate', 'Body weight']);
  expect(items[0]!.alt).toMatch(/^Systolic blood pressure, mm Hg, clinic: 12 values between [\d.]+ and [\d.]+, from [\d.]+ on 20 March 2025 to [\d.]+ on 16 February 2026\. Systolic blood pressure, mm Hg, home: 40 values/);
});

it('falls back to English where a row asks for a language that this process lacks', () => {
  expect(sheetOf(aHealthSummary({ language: 'tlh' })).title).toBe('Health summary');
});
