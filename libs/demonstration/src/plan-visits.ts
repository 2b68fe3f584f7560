import type { Clinic } from './clinic';
import { type Complaint, complaintFrom } from './complaints';
import { conditionsFrom } from './conditions';
import { type Day, isWorkday, workdayFrom, workdayUntil, yearsBetween } from './days';
import { type Illness, illnessFrom } from './illness';
import type { Person } from './person';
import type { Random } from './random';

export interface PlannedVisit {
  readonly day: Day;
  /** Chronic illness that is looked after. */
  readonly control: boolean;
  readonly complaint?: Complaint;
  /** Goes on: somebody sits in the surgery now. */
  readonly open?: boolean;
}

export interface Plan {
  readonly visits: readonly PlannedVisit[];
  readonly illnesses: readonly Illness[];
}

/** Most come rarely, few often: by how much more than others of their age. */
const frailty: readonly (readonly [number, number])[] = [[0.2, 50], [0.8, 33], [2, 13], [6, 4]];
const mostControls = 14;
/** Few come each time when they should: with which probability. */
const constancy: readonly (readonly [number, number])[] = [[0.04, 50], [0.3, 32], [0.9, 18]];

/** When somebody comes, and with what. */
export function planVisits(random: Random, clinic: Clinic, person: Person): Plan {
  const first = workdayFrom(person.registered);
  const last = workdayUntil((person.died ?? clinic.today) - 1);
  const illnesses: Illness[] = [];
  const visits = new Map<Day, PlannedVisit>();
  if (first <= last) {
    const workday = (): Day => workdayUntil(Math.max(random.between(first, last), first + 2));
    for (const condition of conditionsFrom(random, person, yearsBetween(person.born, last))) {
      const known = random.chance(0.35);
      const noted = known ? first : Math.min(last, Math.max(first, workday()));
      illnesses.push(illnessFrom(random, condition, noted, known ? Math.min(random.between(200, 4000), Math.max(1, noted - person.born - 700)) : 0));
    }
    for (const day of controlDays(random, illnesses, last)) visits.set(day, { day, control: true });
    const years = Math.max(0.3, yearsBetween(first, last));
    const often = random.weighted(frailty) * yearlyVisits(yearsBetween(person.born, last)) * years;
    const others = Math.max(poisson(random, Math.min(often, 24)), illnesses.length === 0 && random.chance(0.45) ? 1 : 0);
    for (let number = 0; number < others; number += 1) {
      const day = Math.min(last, Math.max(first, workday()));
      const age = yearsBetween(person.born, day);
      if (!visits.has(day)) visits.set(day, { day, control: false, ...(random.chance(age < 14 ? 0.4 : 0.55) ? { complaint: complaintFrom(random, age) } : {}) });
    }
    const today = isWorkday(clinic.today) ? clinic.today : workdayUntil(clinic.today);
    if (person.died === null && random.chance(0.02)) visits.set(today, { day: today, control: false, open: true, complaint: complaintFrom(random, yearsBetween(person.born, today)) });
  }
  return { visits: [...visits.values()].sort((one, other) => one.day - other.day), illnesses: illnesses.sort((one, other) => one.noted - other.noted) };
}

/** Where it is noted, soon after, and then once or twice a year. */
function controlDays(random: Random, illnesses: readonly Illness[], last: Day): Set<Day> {
  const days = new Set(illnesses.map(({ noted }) => noted));
  const begins = Math.min(...days);
  if (!Number.isFinite(begins)) return days;
  const keeps = random.weighted(constancy);
  let day = begins + random.between(28, 45);
  for (let number = 0; number < mostControls && day <= last; number += 1) {
    if (random.chance(keeps)) days.add(workdayUntil(day));
    day += number === 0 ? random.between(75, 110) : random.between(170, 320);
  }
  return days;
}

const yearlyVisits = (age: number): number => (age < 6 ? 0.7 : age < 18 ? 0.26 : age < 60 ? 0.17 : 0.25);

/** Knuth's, for small means. */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.fraction(); product > limit; product *= random.fraction()) count += 1;
  return count;
}
