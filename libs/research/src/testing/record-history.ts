import type { Client } from 'pg';

/** Every version of every row, with its transaction: from it the table can be told as it was at any snapshot. */
const history = `
  CREATE SEQUENCE test_order;
  CREATE TABLE test_history (kind text, patient_id uuid, id uuid, place bigint DEFAULT nextval('test_order'), xid xid8 DEFAULT pg_current_xact_id(), row jsonb);
  CREATE FUNCTION test_remember() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO test_history (kind, patient_id, id, row) VALUES (TG_TABLE_NAME, NEW.patient_id, NEW.id, to_jsonb(NEW));
    RETURN NULL;
  END $$;
  CREATE TRIGGER test_remember AFTER INSERT OR UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION test_remember();
  CREATE TRIGGER test_remember AFTER INSERT OR UPDATE ON measure FOR EACH ROW EXECUTE FUNCTION test_remember();
  -- Where each person stood after each release.
  CREATE TABLE test_subject (release integer, patient_id uuid, person_id bigint, admitted_in integer, stands_at pg_snapshot, snapshot pg_snapshot, PRIMARY KEY (release, patient_id));`;

export async function recordHistory(owner: Client): Promise<void> {
  await owner.query(history);
}

/** To be called after each release, before the next run. */
export async function rememberSubjects(owner: Client, studyId: string): Promise<void> {
  await owner.query(
    `INSERT INTO test_subject
     SELECT r.number, s.patient_id, s.person_id, s.admitted_in, COALESCE(s.held_at[1], r.cursors[1]), r.cursors[1]
       FROM release r JOIN research.subject s ON s.study_id = r.study_id AND s.admitted_in IS NOT NULL
      WHERE r.study_id = $1 AND r.number = (SELECT max(number) FROM release WHERE study_id = $1)
     ON CONFLICT DO NOTHING`,
    [studyId],
  );
}

export interface Expected {
  readonly number: string;
  readonly kind: 'visit' | 'measure';
  readonly person_id: string;
  readonly of_visit: string | null;
  readonly told: string;
}

/**
 * What researchers must hold after a release: of each person the rows as they were where the person stands (their own cursor where something is held back), without those that
 * were taken back since, which does not wait.
 */
const expected = `
  WITH seen AS (
    SELECT DISTINCT ON (h.kind, h.id) h.kind, h.patient_id, h.id, h.row, s.person_id
      FROM test_history h JOIN test_subject s ON s.release = $2 AND s.patient_id = h.patient_id
     WHERE pg_visible_in_snapshot(h.xid, s.stands_at) ORDER BY h.kind, h.id, h.place DESC
  ), now AS (
    SELECT DISTINCT ON (h.kind, h.id) h.kind, h.id, h.row
      FROM test_history h JOIN test_subject s ON s.release = $2 AND s.patient_id = h.patient_id
     WHERE pg_visible_in_snapshot(h.xid, s.snapshot) ORDER BY h.kind, h.id, h.place DESC
  ), numbers AS (
    SELECT n.kind, u.source_id, u.number FROM research.numbered n CROSS JOIN LATERAL unnest(n.source_ids, n.numbers) u (source_id, number) WHERE n.study_id = $1
  )
  SELECT n.number::text, seen.kind, seen.person_id::text, v.number::text AS of_visit,
         CASE seen.kind WHEN 'visit' THEN date_trunc('month', (seen.row ->> 'started_at')::timestamptz AT TIME ZONE 'Europe/Berlin')::date::text
              ELSE concat_ws(' ', CASE WHEN t.generalised THEN 'other ' ELSE concat(seen.row ->> 'code', ' ', seen.row ->> 'quantity') END, date_trunc('month', (seen.row ->> 'taken_at')::timestamptz AT TIME ZONE 'Europe/Berlin')::date::text) END AS told
    FROM seen
    JOIN now ON now.kind = seen.kind AND now.id = seen.id
    LEFT JOIN seen visit_seen ON visit_seen.kind = 'visit' AND visit_seen.id = (seen.row ->> 'visit_id')::uuid
    LEFT JOIN now visit_now ON visit_now.kind = 'visit' AND visit_now.id = (seen.row ->> 'visit_id')::uuid
    LEFT JOIN numbers n ON n.kind = seen.kind AND n.source_id = seen.id
    LEFT JOIN numbers v ON v.kind = 'visit' AND v.source_id = (seen.row ->> 'visit_id')::uuid
    LEFT JOIN research.row_state t ON t.study_id = $1 AND t.patient_id = seen.patient_id AND t.source_id = seen.id
   WHERE CASE seen.kind WHEN 'visit' THEN seen.row ->> 'status' = 'completed' AND now.row ->> 'status' = 'completed'
              ELSE seen.row ->> 'status' = 'final' AND now.row ->> 'status' = 'final'
                   AND (seen.row ->> 'visit_id' IS NULL OR (visit_seen.row ->> 'status' = 'completed' AND visit_now.row ->> 'status' = 'completed')) END`;

export async function expectedAfter(owner: Client, studyId: string, release: number): Promise<Expected[]> {
  return (await owner.query<Expected>(expected, [studyId, release])).rows;
}

/** How many versions of a row a release has seen: a row that is sent again must have one more. */
const versions = `
  SELECT n.number::text, s.release, count(h.place)::integer AS versions
    FROM test_subject s
    JOIN research.numbered r ON r.patient_id = s.patient_id AND r.study_id = $1 AND r.kind <> 'panel'
   CROSS JOIN LATERAL unnest(r.source_ids, r.numbers) n (source_id, number)
    JOIN test_history h ON h.patient_id = s.patient_id AND h.id = n.source_id AND pg_visible_in_snapshot(h.xid, s.stands_at)
   GROUP BY 1, 2`;

export async function versionsSeen(owner: Client, studyId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await owner.query<{ number: string; release: number; versions: number }>(versions, [studyId]);
  return new Map(rows.map((row) => [`${row.number} ${String(row.release)}`, row.versions]));
}
