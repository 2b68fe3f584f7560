import type { PoolClient } from 'pg';
import type { StudyProfile } from '../study-design';
import type { PrivacyReport } from './privacy-report';
import { type Run, cursorsAfter, cursorsBefore } from './run';

interface Found {
  readonly snapshot: string;
  readonly origin: number;
  readonly profile: StudyProfile;
  readonly number: number | null;
  readonly cursors: string[];
  readonly manifest: string;
  readonly privacy: PrivacyReport;
  readonly period_served: boolean | null;
}

const find = `
  SELECT pg_current_snapshot()::text AS snapshot, app.current_origin()::integer AS origin, s.profile,
         r.number, r.cursors::text[] AS cursors, r.manifest_sha256 AS manifest, r.privacy,
         date_trunc(s.profile ->> 'cadence', r.published_at AT TIME ZONE z.zone) >= date_trunc(s.profile ->> 'cadence', $3::timestamptz AT TIME ZONE z.zone) AS period_served
    FROM extraction e
    JOIN study s ON s.id = e.study_id AND s.status = 'open'
   CROSS JOIN LATERAL (SELECT s.profile #>> '{schedule,zone}' AS zone) z
    LEFT JOIN release r ON r.study_id = s.id AND r.number = (SELECT max(number) FROM release WHERE study_id = s.id)
   WHERE e.study_id = $1 AND e.number = $2 AND e.status IN ('queued', 'running')`;

/**
 * Opens the transaction of a run. Its first statement takes the snapshot that all others read by, and that the next release goes on from.
 * @returns nothing where the extraction has ended already, or its study
 */
export async function beginRun(client: PoolClient, studyId: string, extraction: number, now: Date): Promise<Run | undefined> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL work_mem = '96MB'; SET LOCAL jit = off`);
  const { rows } = await client.query<Found>(find, [studyId, extraction, now]);
  const [found] = rows;
  if (!found) return undefined;
  const { snapshot, origin, profile, number, cursors, manifest, privacy } = found;
  const previous = number === null ? undefined : { number, cursors, manifestSha256: manifest, privacy };
  return {
    client, studyId, extraction, profile, previous, now,
    release: (previous?.number ?? 0) + 1,
    before: cursorsBefore(previous?.cursors, origin),
    after: cursorsAfter(origin, snapshot),
    publishes: found.period_served !== true,
  };
}
