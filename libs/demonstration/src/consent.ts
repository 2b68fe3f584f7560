import { json } from '@anamnesis/database';
import type { Clinic } from './clinic';
import { type Day, isoDay, yearsBetween } from './days';
import { type Demographics, type Person, storedBirth } from './person';
import type { Random } from './random';
import { consentTextFor } from './study';
import type { RowOf } from './targets';

/** Of the people who could, so many agree. */
const consenting = 0.68;
const leastAge = 18;

/**
 * Whether somebody takes part in the clinic's study, since when, and their class as it was then. The class is what
 * the users domain tells of a person whose consent it takes; here it follows from the same facts without asking the database.
 */
export function consentFrom(random: Random, { study, locations, today }: Clinic, person: Person, { address }: Demographics): RowOf<'participation'> | undefined {
  const [agrees, ago, hour, withdraws, byPaper] = [random.chance(consenting), random.between(100, 380), random.between(540, 1080), random.chance(0.025), random.chance(0.12)];
  const day = today - ago;
  const age = yearsBetween(person.born, day);
  if (!agrees || day < person.registered || age < leastAge + 1 || (person.died !== null && person.died <= day)) return undefined;
  const { clock } = locations[person.location];
  const text = consentTextFor(study.design, person.language);
  const withdrawnAt = withdraws && person.died === null ? new Date(clock.at(day + Math.floor(ago / 2), hour)).toISOString() : null;
  const givenBy = age > 84 ? 'representative' : byPaper ? 'paper' : 'self';
  return {
    patient_id: person.id,
    study_id: study.id,
    status: withdrawnAt === null ? 'consented' : 'withdrawn',
    consent: json({ version: text.version, sha256: text.sha256, language: text.language, givenBy }),
    age_band: ageBand(person, day),
    sex: person.sex,
    region: region(address),
    consented_at: new Date(clock.at(day, hour)).toISOString(),
    withdrawn_at: withdrawnAt,
  };
}

function region({ country, region: part }: Demographics['address']): string {
  if (country === '') return 'unknown';
  return part === '' ? country : `${country}-${part}`;
}

/** By the birth date as it is stored, on the day where they live. */
function ageBand(person: Person, day: Day): string {
  const [birth, on] = [storedBirth(person), isoDay(day)];
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);
  if (years >= 90) return '90+';
  const decade = Math.floor(years / 10) * 10;
  return `${String(decade)}-${String(decade + 9)}`;
}
