import { type PartialDate, isPartialDate } from './partial-date';

/** What is looked for, told apart: the database folds and parts the words of names, so that they agree with what is stored. */
export interface Searched {
  readonly names: string | null;
  /** The beginning of a medical record number. */
  readonly mrn: string | null;
  /** A birth date, or its year or month. */
  readonly born: PartialDate | null;
}

export interface SearchFields {
  /** What people type into one field: names in any order, a medical record number, a birth date. */
  readonly search?: string | undefined;
  readonly mrn?: string | undefined;
  readonly birthDate?: PartialDate | undefined;
}

/** 17.03.1950 and 17/3/1950; a day that stands first, as everywhere but in the United States. */
const dayFirst = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/;

/** Names hold no digits: what does is a date where it is one, else a number. Numbers that were given here begin with M-. */
export function readSearch({ search, mrn, birthDate }: SearchFields): Searched {
  const names: string[] = [];
  let born = birthDate ?? null;
  let number = mrn ?? null;
  for (const word of (search ?? '').normalize('NFKC').trim().split(/\s+/)) {
    const date = word.replace(dayFirst, (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    if (born === null && isPartialDate(date)) born = date;
    else if (number === null && (/\d/.test(word) || /^m-./i.test(word))) number = word;
    else names.push(word);
  }
  return { names: names.join(' ') || null, mrn: number, born };
}
