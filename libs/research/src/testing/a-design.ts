import type { StudyDesign } from '../study-design';

/** A design that can be opened: monthly, k = 11. */
export function aDesign(changes: Partial<StudyDesign> = {}): StudyDesign {
  return {
    k: 11,
    cadence: 'month',
    datePrecision: 'month',
    schedule: { cron: '0 3 1 * *', zone: 'Europe/Berlin' },
    classes: [['ageBand', 'sex'], ['sex'], []],
    waitMonths: 6,
    consent: { version: 1, texts: { en: 'I agree that my record is used, without my name, for the study of blood pressure.', de: 'Ich stimme zu.' } },
    ...changes,
  };
}
