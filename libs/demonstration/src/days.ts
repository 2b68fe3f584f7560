/** Days are counted from 1970-01-01, so that they can be added and compared. */
export type Day = number;

export const msOfDay = 86_400_000;

export const dayOf = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / msOfDay;
export const isoDay = (day: Day): string => new Date(day * msOfDay).toISOString().slice(0, 10);

/** ISO: 1 is Monday. */
const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const isWorkday = (day: Day): boolean => weekdayOf(day) <= 5;

/** The day itself, or the Monday after it. */
export const workdayFrom = (day: Day): Day => (isWorkday(day) ? day : workdayFrom(day + 1));
/** The day itself, or the Friday before it. */
export const workdayUntil = (day: Day): Day => (isWorkday(day) ? day : workdayUntil(day - 1));

export const daysOfYear = 365.25;
export const yearsBetween = (from: Day, to: Day): number => (to - from) / daysOfYear;
export const monthOf = (day: Day): number => new Date(day * msOfDay).getUTCMonth() + 1;
