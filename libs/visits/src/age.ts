/** What is known of when somebody was born: the first day of the year or month where no more is. */
export interface Birth {
  readonly birthDate: string | null;
  readonly birthDatePrecision: 'day' | 'month' | 'year';
}

export interface AgeRange {
  /** Whole years that they have certainly lived. */
  readonly atLeast: number;
  /** Whole years that they may have lived: more than `atLeast` where only the year or month of birth is known. */
  readonly atMost: number;
}

/** @param day ISO, the patient's own day; undefined for who is not yet born or whose birth date is not known */
export function ageOn(day: string, { birthDate, birthDatePrecision }: Birth): AgeRange | undefined {
  if (birthDate === null || day < birthDate) return undefined;
  const year = Number(birthDate.slice(0, 4));
  const month = birthDate.slice(5, 7);
  const latest = { day: birthDate, month: `${birthDate.slice(0, 8)}${String(lastDay(year, Number(month)))}`, year: `${birthDate.slice(0, 5)}12-31` }[birthDatePrecision];
  return { atLeast: Math.max(0, wholeYears(latest, day)), atMost: wholeYears(birthDate, day) };
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Who was born on 29 February is a year older on 1 March of other years. */
function wholeYears(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment where the patient lives. Formats are kept: making one costs more than all else here. */
export function dayIn(zone: string, moment: Date): string {
  let format = dayFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(zone, format);
  }
  return format.format(moment);
}
