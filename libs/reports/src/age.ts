import type { DatePrecision } from '@anamnesis/users';
import type { Age } from './health-summary';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The age on a day, both as ISO dates. Where only the month or the year of birth is known, the birthday may or may not have
 * been, and both ages are told. Born on 29 February: a year older on 1 March of common years.
 */
export function ageOn(birthDate: string, precision: DatePrecision, on: string): Age | null {
  const born = dayOf(birthDate);
  const today = dayOf(on);
  if (precision === 'day') {
    if (birthDate > on) return null;
    const months = monthsBetween(born, today);
    const years = Math.floor(months / 12);
    return { years, yearsAtMost: years, ...(years < 2 ? { months } : {}), ...(months < 1 ? { days: daysBetween(born, today) } : {}) };
  }
  const earliest = precision === 'month' ? born : { year: born.year, month: 1, day: 1 };
  const latest = precision === 'month' ? { ...born, day: lastDayOf(born) } : { year: born.year, month: 12, day: 31 };
  const yearsAtMost = Math.floor(monthsBetween({ ...earliest, day: 1 }, today) / 12);
  if (yearsAtMost < 0) return null;
  return { years: Math.max(0, Math.floor(monthsBetween(latest, today) / 12)), yearsAtMost };
}

function dayOf(date: string): Day {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

function monthsBetween(from: Day, to: Day): number {
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
}

function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / 86_400_000);
}

function lastDayOf({ year, month }: Day): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
