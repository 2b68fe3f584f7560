import type { ClientBase } from 'pg';
import { doctorIdOf, organisationIdOf, patientIdOf } from './known';
import type { SourceRow } from './source-row';
import { readTime } from './written-time';

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Who saw whom, where and how often: read from the encounters before anything is loaded, because a patient belongs to an
 * organisation and Synthea's patients and some of its providers do not say to which. Kept in the database, not here: it grows
 * with the number of patients.
 */
export async function createSurvey(client: ClientBase): Promise<void> {
  await client.query(`CREATE TEMPORARY TABLE surveyed (
    patient_id uuid, doctor_id uuid, organisation_id uuid, visits integer NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
    PRIMARY KEY (patient_id, doctor_id, organisation_id))`);
}

interface Meeting {
  readonly ids: readonly [string, string, string];
  visits: number;
  startsAt: number;
  endsAt: number;
}

export async function survey(client: ClientBase, encounters: readonly SourceRow[]): Promise<void> {
  const meetings = new Map<string, Meeting>();
  for (const row of encounters) {
    const start = readTime(row.text('START'));
    // What can not be read is reported when the visits are loaded.
    if (!start || row.text('PATIENT') === '') continue;
    const end = Math.max(start.at, readTime(row.text('STOP'))?.at ?? start.at);
    const ids = [patientIdOf(row), row.text('PROVIDER') === '' ? nobody : doctorIdOf(row), row.text('ORGANIZATION') === '' ? nobody : organisationIdOf(row)] as const;
    const meeting = meetings.get(ids.join()) ?? { ids, visits: 0, startsAt: start.at, endsAt: end };
    meeting.visits += 1;
    meeting.startsAt = Math.min(meeting.startsAt, start.at);
    meeting.endsAt = Math.max(meeting.endsAt, end);
    meetings.set(ids.join(), meeting);
  }
  const all = [...meetings.values()];
  await client.query(
    `INSERT INTO surveyed SELECT patient_id, doctor_id, organisation_id, visits, starts_at, ends_at
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::timestamptz[]) AS met (patient_id, doctor_id, organisation_id, visits, starts_at, ends_at)
     ON CONFLICT (patient_id, doctor_id, organisation_id) DO UPDATE
       SET visits = surveyed.visits + excluded.visits, starts_at = LEAST(surveyed.starts_at, excluded.starts_at), ends_at = GREATEST(surveyed.ends_at, excluded.ends_at)`,
    [
      ...[0, 1, 2].map((place) => all.map(({ ids }) => ids[place])),
      all.map(({ visits }) => visits),
      all.map(({ startsAt }) => new Date(startsAt)),
      all.map(({ endsAt }) => new Date(endsAt)),
    ],
  );
}

async function usualOrganisations(client: ClientBase, of: 'patient_id' | 'doctor_id', ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; organisation_id: string }>(
    `SELECT DISTINCT ON (${of}) ${of} AS id, organisation_id
       FROM (SELECT ${of}, organisation_id, sum(visits) AS visits, max(ends_at) AS ends_at FROM surveyed WHERE ${of} = ANY ($1) GROUP BY 1, 2) AS met
       JOIN organisation o ON o.id = met.organisation_id
      ORDER BY ${of}, visits DESC, ends_at DESC, organisation_id`,
    [ids],
  );
  return new Map(rows.map(({ id, organisation_id }) => [id, organisation_id]));
}

export const usualOrganisationsOfPatients = (client: ClientBase, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => usualOrganisations(client, 'patient_id', ids);
export const usualOrganisationsOfDoctors = (client: ClientBase, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => usualOrganisations(client, 'doctor_id', ids);
