import type { HumanName } from '@anamnesis/users';
import type { Clinic } from './clinic';
import { nextId, randomOf } from './ids';
import { nameOf } from './names/culture';

export type Specialty = 'General practice' | 'Paediatrics' | 'Cardiology' | 'Endocrinology';

export interface Doctor {
  readonly id: string;
  readonly names: readonly HumanName[];
  readonly sex: 'female' | 'male';
  readonly specialty: Specialty;
  readonly licence: string;
  readonly phone: string;
  /** Place among the clinic's locations. */
  readonly location: 0 | 1;
  /** When their day begins, in minutes since midnight on that location's clock. */
  readonly opens: number;
  /** Ids of their working hours, ten a week. */
  readonly hourIds: readonly string[];
  /** Is there already, and is not made. */
  readonly present: boolean;
}

/** A clinic grows by teams: each cares for the next thousand patients. */
export const patientsOfTeam = 1000;

const posts: readonly { readonly specialty: Specialty; readonly location: 0 | 1; readonly opens: number }[] = [
  { specialty: 'General practice', location: 0, opens: 480 },
  { specialty: 'General practice', location: 0, opens: 510 },
  { specialty: 'General practice', location: 1, opens: 480 },
  { specialty: 'Paediatrics', location: 0, opens: 540 },
  { specialty: 'Cardiology', location: 1, opens: 540 },
  { specialty: 'Endocrinology', location: 0, opens: 540 },
];

export const teamOf = (ordinal: number): number => Math.floor(ordinal / patientsOfTeam);

/** In the order of the posts. In the first clinic the demonstration doctor holds the first post of the first team. */
export function makeTeam({ seed, locations, around }: Clinic, team: number): readonly Doctor[] {
  const random = randomOf('team', seed, team);
  return posts.map((post, place) => {
    const sex = random.chance(0.55) ? 'female' : 'male';
    const id = nextId(random, Date.UTC(2015, 0, 1) + team);
    const hourIds = Array.from({ length: 10 }, () => nextId(random, Date.UTC(2015, 0, 1) + team));
    const { place: where } = locations[post.location];
    const { names } = nameOf(random, random.weighted(where.cultures), sex, true);
    const phone = where.phone(String(random.between(10, 39)));
    const licence = `DEMO-${String(seed)}-${String(team)}-${String(place)}`;
    const titled = names.map((name) => ({ ...name, prefix: ['Dr'] }));
    const present = around !== undefined && team === 0 && place === 0;
    return { ...post, id: present ? around.doctorId : id, names: titled, sex, licence, phone, hourIds, present };
  });
}

/** Each working day: four hours in the morning, two in the afternoon. */
export const hoursOfDay = (opens: number): readonly (readonly [number, number])[] => [[opens, opens + 240], [opens + 300, opens + 420]];
