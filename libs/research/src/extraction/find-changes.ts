import { type Run, changedSince, forEachOrigin, statement } from './run';

const heldSince = (row: string): string => `NOT COALESCE(pg_visible_in_snapshot(${row}.changed_xid, s.held_at[${row}.changed_origin]), false)`;

/** Who stands where the study stands is found by what is new in the whole clinic; who is held back, by looking at what is theirs. */
const changes = {
  current: (table: string, target: string, columns: string) => `
    INSERT INTO ${target} SELECT ${columns} FROM ${table} r JOIN research.subject s ON s.patient_id = r.patient_id AND s.study_id = $1
     WHERE ${changedSince('r')} AND s.admitted_in IS NOT NULL AND s.held_at IS NULL`,
  held: (table: string, target: string, columns: string) => `
    INSERT INTO ${target} SELECT ${columns} FROM research.subject s JOIN ${table} r ON r.patient_id = s.patient_id
     WHERE s.study_id = $1 AND s.held_at IS NOT NULL AND ${heldSince('r')}`,
};

/** Whether a measure may leave depends on its visit too, so a visit's change is one of its measures. */
const measuresOfVisits = `
  INSERT INTO candidate_measure SELECT m.patient_id, m.id, false FROM candidate_visit v JOIN measure m ON m.patient_id = v.patient_id AND m.visit_id = v.id
  ON CONFLICT DO NOTHING`;

const numbersOfThese = `
  INSERT INTO known (patient_id, kind, source_id, number, position)
  SELECT patient_id, kind, source_id, number, position
    FROM (SELECT n.patient_id, n.kind, u.source_id, u.number, row_number() OVER (PARTITION BY n.patient_id, n.kind ORDER BY n.release, u.position) AS position
            FROM (SELECT patient_id FROM candidate_visit UNION SELECT patient_id FROM candidate_measure) c
            JOIN research.numbered n ON n.patient_id = c.patient_id AND n.study_id = $1
           CROSS JOIN LATERAL unnest(n.source_ids, n.numbers) WITH ORDINALITY AS u (source_id, number, position)) AS remembered
   WHERE kind <> 'measure' OR EXISTS (SELECT FROM candidate_measure m WHERE m.patient_id = remembered.patient_id AND m.id = remembered.source_id)`;

/** Up to so many changed rows, what belongs to them is looked up row by row. */
const few = 50_000;

/**
 * A study's tables have just been filled when its next release comes, and the planner may know nothing of them yet: it would read them whole for a handful of
 * rows. So it is told, until the changes are prepared.
 */
async function lookUpFew(run: Run): Promise<void> {
  const { rows } = await statement<{ few: boolean }>(run, 'SELECT (SELECT count(*) FROM candidate_visit) + (SELECT count(*) FROM candidate_measure) < $1 AS few', [few]);
  if (rows[0]?.few) await statement(run, 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
}

export async function planAsUsual(run: Run): Promise<void> {
  await statement(run, 'SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on');
}

/** Of those who were let in by earlier releases: every row that was written since they were last given everything. */
export async function findChanges(run: Run): Promise<void> {
  if (run.previous === undefined) return;
  await forEachOrigin(run, changes.current('visit', 'candidate_visit', 'r.patient_id, r.id'));
  await forEachOrigin(run, changes.current('measure', 'candidate_measure', 'r.patient_id, r.id, true'));
  await statement(run, changes.held('visit', 'candidate_visit', 'r.patient_id, r.id'), [run.studyId]);
  await statement(run, changes.held('measure', 'candidate_measure', 'r.patient_id, r.id, true'), [run.studyId]);
  await statement(run, measuresOfVisits);
  await statement(run, 'ANALYZE candidate_visit, candidate_measure');
  await lookUpFew(run);
  await statement(run, numbersOfThese, [run.studyId]);
  await statement(run, 'ANALYZE known');
}
