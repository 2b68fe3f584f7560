import { type Day, yearsBetween } from './days';
import type { Person, Sex } from './person';
import type { Random } from './random';

/** Medians at 0, 0.5 and 1 to 18 years, read off the WHO's and CDC's growth charts and rounded. */
const ages = [0, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const heights = {
  male: [50, 67.5, 76, 87, 96, 103, 110, 116, 122, 128, 133, 138, 143.5, 149, 156, 164, 170, 173.5, 175.5, 176.5],
  female: [49, 65.5, 74, 85.5, 95, 102, 109, 115, 121, 127.5, 133, 138.5, 144.5, 151.5, 157, 160.5, 162, 162.5, 163, 163.2],
};
const weights = {
  male: [3.4, 7.9, 9.6, 12.2, 14.3, 16.3, 18.4, 20.7, 23.1, 25.6, 28.6, 31.9, 35.6, 40.5, 45.6, 51, 56.5, 61, 64.5, 67],
  female: [3.2, 7.3, 8.9, 11.5, 13.9, 16.1, 18.2, 20.2, 22.6, 25.4, 28.8, 32.5, 36.9, 41.5, 46, 49.5, 52, 54, 55, 56],
};

const growthEnds = 18;
const leastBodyMassIndex = 16;
const mostBodyMassIndex = 46;

/** How somebody is built; what changes with the years follows from it. */
export interface Build {
  /** Standard deviations from the median of their age and sex. */
  readonly tall: number;
  readonly heavy: number;
  /** Share of their weight that chronic illness adds. */
  readonly added: number;
}

export function buildFrom(random: Random, added: number): Build {
  return { tall: random.normal(0, 1), heavy: random.normal(0, 1), added };
}

const asMaleOrFemale = (sex: Sex): 'male' | 'female' => (sex === 'male' ? 'male' : 'female');

function medianAt(table: readonly number[], age: number): number {
  const after = ages.findIndex((known) => known >= age);
  if (after === -1) return table.at(-1) ?? 0;
  if (after === 0) return table[0] ?? 0;
  const [from, to] = [ages[after - 1] ?? 0, ages[after] ?? 0];
  const [low, high] = [table[after - 1] ?? 0, table[after] ?? 0];
  return low + ((age - from) / (to - from)) * (high - low);
}

/** cm. Children grow, adults stay, the old lose a little. */
export function heightOn(day: Day, { born, sex }: Person, { tall }: Build): number {
  const age = yearsBetween(born, day);
  return medianAt(heights[asMaleOrFemale(sex)], Math.min(age, growthEnds)) * (1 + 0.04 * tall) - Math.max(0, age - 60) * 0.08;
}

/** kg. @param lost the share that a treatment has taken off */
export function weightOn(day: Day, person: Person, build: Build, lost: number): number {
  const age = yearsBetween(person.born, day);
  const grown = medianAt(weights[asMaleOrFemale(person.sex)], Math.min(age, growthEnds)) * Math.exp(0.13 * build.heavy);
  if (age < growthEnds) return grown * (1 + 0.08 * build.tall);
  // Its median goes from 21 at 18 years to nearly 26 at 60, and falls after 75.
  const matured = 1 + 0.0055 * Math.min(age - growthEnds, 42) - 0.006 * Math.max(0, age - 75);
  const height = heightOn(day, person, build) / 100;
  const median = (medianAt(weights[asMaleOrFemale(person.sex)], growthEnds) / (medianAt(heights[asMaleOrFemale(person.sex)], growthEnds) / 100) ** 2) * matured;
  const bodyMassIndex = median * Math.exp(0.13 * build.heavy) * (1 + build.added) * (1 - lost);
  return Math.max(leastBodyMassIndex, Math.min(mostBodyMassIndex, bodyMassIndex)) * height ** 2;
}
