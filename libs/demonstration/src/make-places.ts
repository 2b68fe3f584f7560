import { freezeProfile, type ProfileMeasure, profileMeasuresSelect } from '@anamnesis/research';
import type { FirstClinic } from '@anamnesis/users';
import type { ClientBase } from 'pg';
import { type Clinic, clinicOf, studyOpenedDaysBefore } from './clinic';
import { dayOf, isoDay, msOfDay } from './days';
import { AnotherDay } from './demonstration.errors';
import { berlin } from './place';
import { studyPurpose, studyTitle } from './study';

export interface AskedClinic {
  readonly seed: number;
  /** ISO day; undefined: that of the clinic where it is there, else `now`. */
  readonly today: string | undefined;
  readonly now: string;
  readonly around: FirstClinic | undefined;
}

/**
 * The clinic with its places and its study, as it is there, else made now. In a transaction with the system opened.
 * @throws AnotherDay
 */
export async function makePlaces(client: ClientBase, { seed, today, now, around }: AskedClinic): Promise<Clinic> {
  const clinic = clinicOf(seed, dayOf(today ?? now), around);
  // Of two who make the same clinic at once, the second finds that of the first.
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`demonstration ${String(seed)}`]);
  const { rows } = await client.query<{ opened_at: Date }>('SELECT opened_at FROM study WHERE id = $1', [clinic.study.id]);
  const [present] = rows;
  if (present) {
    const day = Math.floor(present.opened_at.valueOf() / msOfDay) + studyOpenedDaysBefore;
    if (today !== undefined && dayOf(today) !== day) throw new AnotherDay(seed, isoDay(day));
    return clinicOf(seed, day, around);
  }
  await insertPlaces(client, clinic);
  await insertStudy(client, clinic);
  return clinic;
}

async function insertPlaces(client: ClientBase, { organisationId, name, locations, appointmentTypeIds, around }: Clinic): Promise<void> {
  if (!around) await client.query('INSERT INTO organisation (id, name, phone) VALUES ($1, $2, $3)', [organisationId, name, berlin.phone('00')]);
  for (const location of around ? locations.slice(1) : locations) {
    await client.query('INSERT INTO location (id, organisation_id, name, address, zone, opening_hours) VALUES ($1, $2, $3, $4, $5, $6)', [
      location.id, organisationId, location.name, JSON.stringify(location.place.address), location.place.zone, JSON.stringify([1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '16:00' }))),
    ]);
  }
  const insertType = 'INSERT INTO appointment_type (id, organisation_id, name, length_minutes, bookable_by) VALUES ($1, $2, $3, 20, $4)';
  await client.query(insertType, [appointmentTypeIds.consultation, organisationId, 'Consultation', ['doctor', 'desk', 'patient']]);
  await client.query(insertType, [appointmentTypeIds.checkUp, organisationId, 'Check-up', ['doctor', 'desk', 'patient']]);
}

async function insertStudy(client: ClientBase, { organisationId, study, around }: Clinic): Promise<void> {
  const { rows: measures } = await client.query<ProfileMeasure>(profileMeasuresSelect);
  await client.query("INSERT INTO study (id, organisation_id, title, purpose, status, design, profile, opened_at) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7)", [
    study.id, organisationId, studyTitle, studyPurpose, JSON.stringify(study.design), JSON.stringify(freezeProfile(study.design, measures)), new Date(study.openedAt),
  ]);
  if (around) await client.query('INSERT INTO study_researcher (study_id, account_id) VALUES ($1, $2)', [study.id, around.researcherAccountId]);
}
