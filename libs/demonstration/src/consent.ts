import { json } from '@anamnesis/database';
import type { Clinic } from './clinic';
import { yearsBetween } from './days';
import type { Person } from './person';
import type { Random } from './random';
import { consentTextFor } from './study';
import type { RowOf } from './targets';

/** Of the people who could, so many agree. */
const consenting = 0.68;
const leastAge = 18;

/** Whether somebody takes part in the clinic's study, and since when. Their class is told where it is stored. */
export function consentFrom(random: Random, { study, locations, today }: Clinic, person: Person): RowOf<'participation'> | undefined {
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
    consented_at: new Date(clock.at(day, hour)).toISOString(),
    withdrawn_at: withdrawnAt,
  };
}
