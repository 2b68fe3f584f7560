import type { MailKind } from './mail-kinds';
import { en } from './mail-texts.en';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** A language is a file beside mail-texts.en.ts, and a line below. */
export type MailTexts = Readonly<Record<Exclude<MailKind, 'nobody'>, (url: string) => MailText>>;

const languages: Readonly<Record<string, MailTexts>> = { en };

/** In the language that was asked for where there is one: `pt` for `pt-BR`, else English. */
export function textsIn(language: string): { readonly language: string; readonly texts: MailTexts } {
  const [found] = [language, language.split('-')[0] ?? ''].filter((tag) => Object.hasOwn(languages, tag));
  return { language: found ?? 'en', texts: languages[found ?? 'en'] ?? en };
}
