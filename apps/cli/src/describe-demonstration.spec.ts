import type { DemonstrationSummary } from '@anamnesis/demonstration';
import { describeDemonstration } from './describe-demonstration';

const aSummary = (more: Partial<DemonstrationSummary>): DemonstrationSummary => ({
  clinic: 'Demonstration Clinic 7', study: 'Courses of blood pressure', today: '2026-11-25', patients: 1000, alreadyThere: 0, rows: new Map([['patient', 1000], ['care_relation', 1040], ['measure', 8000]]), interrupted: false, seconds: 2,
  ...more,
});

describe('What is said of a demonstration that was made', () => {
  it('is a table, how fast it was, and how to see it', () => {
    expect(describeDemonstration(aSummary({}))).toEqual([
      'Table            Rows',
      'patient         1,000',
      'care relation   1,040',
      'measure         8,000',
      'All tables     10,040',
      '1,000 patients and 10,040 rows, with their audit entries, in 2.0 s: 5,020 rows a second.',
      'Demonstration Clinic 7, as of 2026-11-25. Its doctors have no accounts. An administrator, who sees the study "Courses of blood pressure", is made by:',
      'npm run cli -- admin create --username NAME --organisation "Demonstration Clinic 7"',
    ]);
  });

  it('says what was there, that nothing was added, and how to go on', () => {
    expect(describeDemonstration(aSummary({ alreadyThere: 500 }))).toContain('500 patients were there already and are as they were.');
    expect(describeDemonstration(aSummary({ patients: 0, alreadyThere: 1000, rows: new Map() }))).toEqual(['All 1,000 patients of Demonstration Clinic 7 are there already: nothing was added.']);
    expect(describeDemonstration(aSummary({ interrupted: true })).at(-1)).toBe('Interrupted: run the same command again, and it goes on from here.');
  });
});
