import { ageOn, dayIn } from './age';
import type { MeasuredPerson } from './measure-catalogue';
import { roundTo } from './units';

export interface MeasuredQuantity {
  readonly id: string;
  /** cm for a height, kg for a weight. */
  readonly quantity: number;
  readonly takenAt: Date;
  readonly sensitivity: number;
}

/** How long an adult's height holds. */
const heightHoldsYears = 5;

export interface DerivedBodyMassIndex {
  /** kg/m2, one decimal. */
  readonly quantity: number;
  readonly height: MeasuredQuantity;
}

/**
 * Adults from the newest height of five years, 2 to 19 from the same day's, under 2 not at all: children grow. Where only the
 * year of birth is known, the stricter rule of the two that may apply holds; without it nothing is derived.
 *
 * @param heights any number, in any order
 */
export function bodyMassIndex(weight: MeasuredQuantity, heights: readonly MeasuredQuantity[], person: MeasuredPerson): DerivedBodyMassIndex | undefined {
  const day = dayIn(person.zone, weight.takenAt);
  const age = ageOn(day, person);
  if (age === undefined || age.atLeast < 2) return undefined;
  const oldest = age.atLeast >= 20 ? yearsBefore(day, heightHoldsYears) : day;
  const usable = heights.map((height) => ({ height, day: dayIn(person.zone, height.takenAt) })).filter((height) => height.day >= oldest && height.day <= day);
  const [newest] = usable.map(({ height }) => height).sort((one, other) => other.takenAt.valueOf() - one.takenAt.valueOf());
  if (!newest) return undefined;
  return { quantity: roundTo(1, weight.quantity / (newest.quantity / 100) ** 2), height: newest };
}

function yearsBefore(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
}
