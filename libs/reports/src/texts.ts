import type { ReportTexts } from './report-texts';
import { english } from './texts.en';

/** A language is added by adding its file and its line here. */
export const reportLanguages = ['en'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

const textsOf: Readonly<Record<ReportLanguage, ReportTexts>> = { en: english };

/** A row that was written by a newer process may ask for a language that this one lacks: it gets English. */
export function reportTexts(language: string): ReportTexts {
  return textsOf[reportLanguages.find((known) => known === language) ?? 'en'];
}
