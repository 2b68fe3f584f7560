import type { HealthSummary } from './health-summary';
import { sheetOf } from './health-summary.sheet';
import { aHealthSummary } from './testing/a-health-summary';

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
  expect(section('Measures', {}).table!.rows[0]).toEqual(['Systolic blood pressure\nmm Hg', 'Clinic', '12', expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+\.\d$/), expect.stringMatching(/^\d+\.\d$/), expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+\n20 Mar 2025$/), expect.stringMatching(/^\d+\n16 Feb 2026$/)]);
});

it('draws one chart a measure, with clinic and home in it, and tells in words what it shows', () => {
  const { items } = sheetOf(aHealthSummary()).charts;
  expect(items.map(({ title }) => title)).toEqual(['Systolic blood pressure', 'Diastolic blood pressure', 'Heart rate', 'Body weight']);
  expect(items[0]!.alt).toMatch(/^Systolic blood pressure, mm Hg, clinic: 12 values between \d+ and \d+, from \d+ on 20 March 2025 to \d+ on 16 February 2026\. Systolic blood pressure, mm Hg, home: 40 values/);
});

it('falls back to English where a row asks for a language that this process lacks', () => {
  expect(sheetOf(aHealthSummary({ language: 'tlh' })).title).toBe('Health summary');
});
