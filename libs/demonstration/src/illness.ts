import type { Condition, Medication } from './conditions';
import { type Day } from './days';
import type { Random } from './random';

/** One person's chronic illness: since when, and what was done about it from when on. */
export interface Illness {
  readonly condition: Condition;
  readonly onset: Day;
  /** Of the visit where it was noted here. */
  readonly noted: Day;
  readonly medication: Medication;
  /** Earlier than `noted` where it was known before. */
  readonly treatedFrom: Day;
  /** What share of the way to a healthy value the treatment comes. */
  readonly response: number;
  /** Since when a second medication is given. */
  addedFrom?: Day;
}

export function illnessFrom(random: Random, condition: Condition, noted: Day, knownDays: number): Illness {
  return {
    condition,
    onset: noted - knownDays,
    noted,
    medication: random.pick(condition.firstLine),
    treatedFrom: noted - Math.max(0, knownDays - 20),
    // Most respond well, some hardly.
    response: random.chance(0.14) ? random.within(0.15, 0.4) : random.within(0.65, 1),
  };
}

/** How much of a treatment's effect is there on a day: nothing at first, two thirds after `days`. */
const settled = (from: Day | undefined, day: Day, days: number): number => (from === undefined || day <= from ? 0 : 1 - Math.exp((from - day) / days));

/**
 * A value that an illness drives from its healthy level to another, and that its treatment brings back.
 * @param days in which most of the effect comes about
 */
export function underTreatment(healthy: number, untreated: number, { onset, treatedFrom, response, addedFrom }: Illness, day: Day, days: number): number {
  // It comes over two years, and is noticed at the end of them.
  const come = Math.max(0, Math.min(1, (day - (onset - 730)) / 730));
  const ill = healthy + (untreated - healthy) * come;
  const first = ill + (healthy - ill) * response * settled(treatedFrom, day, days);
  return first + (healthy - first) * 0.7 * settled(addedFrom, day, days);
}
