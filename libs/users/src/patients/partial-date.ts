/** A date of which perhaps only the year or the month is known: `1950`, `1950-03` or `1950-03-17`. */
export type PartialDate = string;
export type DatePrecision = 'day' | 'month' | 'year';

const lengthOf: Record<DatePrecision, number> = { year: 4, month: 7, day: 10 };

/** As it is stored: the first day of what is known, and how much is known. */
export function storedDate(date: PartialDate): { day: string; precision: DatePrecision } {
  const precision: DatePrecision = date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
  return { day: `${date}-01-01`.slice(0, 10), precision };
}

export function partialDate(day: string, precision: DatePrecision): PartialDate {
  return day.slice(0, lengthOf[precision]);
}

/** Whether it is a day, month or year of the calendar. */
export function isPartialDate(text: string): boolean {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)) return false;
  const { day } = storedDate(text);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.valueOf()) && parsed.toISOString().startsWith(day);
}
