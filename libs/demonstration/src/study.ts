import { createHash } from 'node:crypto';
import type { StudyDesign } from '@anamnesis/research';
import { type Day, isoDay } from './days';

export const studyTitle = 'Courses of blood pressure in general practice';
export const studyPurpose = 'How blood pressure, weight and blood sugar change over years in people of all ages who are seen by their own doctor, with and without treatment.';

const texts: Readonly<Record<string, string>> = {
  en: 'I agree that my measures, visits and diagnoses are used for this study without my name, address or date of birth. I can withdraw at any time, and nothing more of mine is sent from then on.',
  de: 'Ich bin einverstanden, dass meine Messwerte, Besuche und Diagnosen ohne Namen, Anschrift und Geburtsdatum für diese Studie verwendet werden. Ich kann jederzeit widerrufen; von da an wird nichts mehr von mir weitergegeben.',
  es: 'Acepto que mis mediciones, visitas y diagnósticos se usen para este estudio sin mi nombre, dirección ni fecha de nacimiento. Puedo retirarme en cualquier momento, y desde entonces no se envía nada más.',
};

/**
 * Small enough a clinic waits: so whoever waits longer than three months counts among those of their sex, then among all. Its schedule begins after the day of the clinic, so that
 * the first release is made by whoever tries it out.
 */
export function demonstrationStudy(zone: string, today: Day): StudyDesign {
  return {
    k: 11,
    cadence: 'month',
    datePrecision: 'month',
    schedule: { cron: '0 3 1 * *', zone, notBefore: isoDay(today + 1) },
    classes: [['ageBand', 'sex'], ['sex'], []],
    waitMonths: 3,
    consent: { version: 1, texts },
  };
}

export interface ConsentText {
  readonly version: number;
  readonly language: string;
  readonly sha256: string;
}

const hashes = new Map<string, string>();

/** The text in their language, or in English where there is none. */
export function consentTextFor({ consent }: StudyDesign, language: string): ConsentText {
  const found = consent.texts[language] === undefined ? 'en' : language;
  const text = consent.texts[found] ?? '';
  const sha256 = hashes.get(text) ?? createHash('sha256').update(text).digest('hex');
  hashes.set(text, sha256);
  return { version: consent.version, language: found, sha256 };
}
