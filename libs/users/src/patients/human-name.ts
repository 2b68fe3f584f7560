/** A name as its bearer writes it: `text` alone is enough (mononyms, any script). */
export interface HumanName {
  readonly use?: 'official' | 'usual' | 'maiden' | 'old' | 'nickname';
  readonly text: string;
  readonly given?: readonly string[];
  readonly family?: string;
  readonly prefix?: readonly string[];
  readonly suffix?: readonly string[];
  /** ISO 15924, such as Hans or Cyrl. */
  readonly script?: string;
}

/** The one to call them by: the usual name, else the official, else the first. */
export function displayName(names: readonly HumanName[]): string {
  return (names.find(({ use }) => use === 'usual') ?? names.find(({ use }) => use === 'official') ?? names[0])?.text ?? '';
}
