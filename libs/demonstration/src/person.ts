import type { HumanName } from '@anamnesis/users';
import type { Clinic } from './clinic';
import { type Day, daysOfYear, isoDay, yearsBetween } from './days';
import { patientIdOf, patientIdsOf, randomOf } from './ids';
import { nameOf } from './names/culture';
import type { Random } from './random';

export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface Person {
  readonly ordinal: number;
  readonly id: string;
  /** Place among the clinic's locations. */
  readonly location: 0 | 1;
  readonly zone: string;
  readonly sex: Sex;
  readonly born: Day;
  readonly birthPrecision: 'day' | 'month' | 'year';
  readonly died: Day | null;
  /** Since when they come to the clinic. */
  readonly registered: Day;
  readonly language: string;
}

/** What stands in their record about them, and is not needed to tell their course. */
export interface Demographics {
  readonly mrn: string;
  readonly names: readonly HumanName[];
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: { readonly line: readonly string[]; readonly city: string; readonly postalCode: string; readonly region: string; readonly country: string };
}

/** By decade of age: of a thousand who are registered, about so many. */
const pyramid: readonly (readonly [number, number])[] = [
  [0, 95], [10, 95], [20, 124], [30, 135], [40, 126], [50, 145], [60, 130], [70, 86], [80, 52], [90, 12],
];
/** Of those in a decade, the share that has died in the last years. */
const deceasedByDecade = [0.001, 0.001, 0.002, 0.003, 0.006, 0.012, 0.03, 0.07, 0.15, 0.3];
const longestLife = 103;
const longestHistoryYears = 7;

function ageFrom(random: Random): number {
  const decade = random.weighted(pyramid);
  return Math.min(decade + random.fraction() * (decade === 90 ? 9 : 10), longestLife);
}

function sexFrom(random: Random, age: number): Sex {
  if (random.chance(0.004)) return random.pick(['other', 'unknown']);
  return random.chance(age < 60 ? 0.502 : age < 80 ? 0.53 : 0.64) ? 'female' : 'male';
}

/** Before the course is made: patients follow from the seed and their ordinal, and from nobody else. */
export function makePerson(clinic: Clinic, ordinal: number): { person: Person; demographics: Demographics } {
  const { seed, today, locations } = clinic;
  const random = randomOf('person', seed, ordinal);
  const location = random.chance(0.6) ? 0 : 1;
  const { place } = locations[location];
  const age = ageFrom(random);
  const sex = sexFrom(random, age);
  const born = Math.floor(today - age * daysOfYear);
  const dies = random.chance(deceasedByDecade[Math.floor(age / 10)] ?? 0.3);
  const died = dies && age > 1 ? today - random.between(10, Math.min(1400, today - born - 300)) : null;
  const longest = Math.min(longestHistoryYears * daysOfYear, (died ?? today) - born);
  const registered = Math.floor((died ?? today) - longest * random.within(0.08, 1));
  const culture = random.weighted(place.cultures);
  const { names, latin } = nameOf(random, culture, sex === 'male' || (sex !== 'female' && random.chance(0.5)) ? 'male' : 'female', random.chance(0.45));
  const precision = random.chance(0.015) ? 'year' : random.chance(0.006) ? 'month' : 'day';
  return {
    person: {
      ordinal,
      id: patientIdOf(patientIdsOf(seed, ordinal), ordinal),
      location,
      zone: place.zone,
      sex,
      born,
      birthPrecision: precision,
      died,
      registered,
      language: random.chance(0.7) ? (place.country === 'DE' ? 'de' : 'en') : culture.language,
    },
    demographics: {
      mrn: `D${String(seed)}-${String(ordinal).padStart(6, '0')}`,
      names,
      phone: random.chance(0.92) ? place.phone(String(random.between(40, 99))) : null,
      // example.org is nobody's (RFC 2606).
      email: yearsBetween(born, today) > 15 && random.chance(0.6) ? `${plain(latin)}.${String(ordinal)}@example.org` : null,
      address: addressFrom(random, place),
    },
  };
}

function addressFrom(random: Random, { towns, streets, numberLast, country }: Clinic['locations'][0]['place']): Demographics['address'] {
  const town = random.weighted(towns);
  const street = random.pick(streets);
  const number = String(random.between(1, 140));
  return { line: [numberLast ? `${street} ${number}` : `${number} ${street}`], city: town.city, postalCode: random.pick(town.postalCodes), region: town.region, country };
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', đ: 'd', ł: 'l', þ: 'th', æ: 'ae', ð: 'd', ı: 'i' };

/** Letters of the address of an e-mail. */
function plain(latin: string): string {
  return latin
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøđłþæðı]/g, (letter) => letters[letter] ?? '')
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '');
}

/** As it is stored: the first day of the year or month where no more is known. */
export function storedBirth({ born, birthPrecision }: Person): string {
  const day = isoDay(born);
  return { day, month: `${day.slice(0, 7)}-01`, year: `${day.slice(0, 4)}-01-01` }[birthPrecision];
}
