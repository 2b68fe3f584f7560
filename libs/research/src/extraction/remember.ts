import type { RunCounts } from './counts';
import type { PrivacyReport } from './privacy-report';
import { type Run, statement } from './run';
import type { ReleasedFile } from './write-files';

/** The arrays of visits are in the order of their ordinals, so that a visit's place tells which one it is. */
const numberRows = {
  visit: `INSERT INTO research.numbered SELECT patient_id, $1, 'visit', $2, array_agg(source_id ORDER BY ordinal), array_agg(number ORDER BY ordinal) FROM visit_out WHERE action = 'new' GROUP BY patient_id`,
  measure: `INSERT INTO research.numbered SELECT patient_id, $1, 'measure', $2, array_agg(source_id), array_agg(number) FROM measure_out WHERE action = 'new' GROUP BY patient_id`,
  // All rows of a panel have the same number, new or not.
  panel: `INSERT INTO research.numbered
    SELECT patient_id, $1, 'panel', $2, array_agg(panel_id), array_agg(event_number)
      FROM (SELECT DISTINCT patient_id, panel_id, event_number FROM measure_out WHERE panel_id IS NOT NULL AND action <> 'retracted') p
     WHERE NOT EXISTS (SELECT FROM known k WHERE k.patient_id = p.patient_id AND k.kind = 'panel' AND k.source_id = p.panel_id)
     GROUP BY patient_id`,
};
const lastVisits = `SELECT patient_id, max(ordinal) AS ordinal FROM visit_out WHERE action = 'new' GROUP BY patient_id`;

/** Each person is written once, whether they are let in at once or wait. */
const enrol = `
  INSERT INTO research.subject (patient_id, study_id, person_id, consented_at, age_band, sex, region, admitted_in, class_level, class, visits)
  SELECT w.patient_id, $1, w.person_id, w.consented_at, w.age_band, w.sex, w.region, CASE WHEN n.patient_id IS NOT NULL THEN $2::integer END, n.class_level, n.class, COALESCE(v.ordinal, 0)
    FROM waiting w LEFT JOIN newcomer n ON n.patient_id = w.patient_id LEFT JOIN (${lastVisits}) v ON v.patient_id = w.patient_id
   WHERE w.is_new`;
const letInWhoWaited = `
  UPDATE research.subject s SET admitted_in = $2, class_level = n.class_level, class = n.class
    FROM newcomer n JOIN waiting w ON w.patient_id = n.patient_id AND NOT w.is_new
   WHERE s.study_id = $1 AND s.patient_id = n.patient_id`;
const countVisits = `
  UPDATE research.subject s SET visits = v.ordinal FROM (${lastVisits}) v
   WHERE s.study_id = $1 AND s.patient_id = v.patient_id AND s.visits < v.ordinal`;

/** What later runs must know of people. */
export async function rememberSubjects(run: Run): Promise<void> {
  await statement(run, enrol, [run.studyId, run.release]);
  await statement(run, letInWhoWaited, [run.studyId, run.release]);
  await statement(run, countVisits, [run.studyId]);
}

const states = (rows: string): string => `
  INSERT INTO research.row_state (patient_id, study_id, source_id, generalised, retracted)
  SELECT patient_id, $1, source_id, generalised, action = 'retracted' FROM ${rows} WHERE generalised OR action = 'retracted'
  ON CONFLICT (patient_id, study_id, source_id) DO UPDATE SET generalised = row_state.generalised OR EXCLUDED.generalised, retracted = EXCLUDED.retracted`;
const sentAgain = (rows: string): string => `
  UPDATE research.row_state t SET retracted = false FROM ${rows} o WHERE t.study_id = $1 AND t.patient_id = o.patient_id AND t.source_id = o.source_id AND o.action = 'changed' AND t.retracted`;

/** What later runs must know of this one's rows. */
export async function rememberRows(run: Run): Promise<void> {
  await statement(run, numberRows.visit, [run.studyId, run.release]);
  await statement(run, numberRows.measure, [run.studyId, run.release]);
  await statement(run, numberRows.panel, [run.studyId, run.release]);
  for (const rows of ['visit_out', 'measure_out']) {
    await statement(run, states(rows), [run.studyId]);
    await statement(run, sentAgain(rows), [run.studyId]);
  }
}

const insertRelease = `
  INSERT INTO release (study_id, number, extraction_number, cursors, manifest_sha256, previous_sha256, files, privacy, published_at)
  VALUES ($1, $2, $3, $4::pg_snapshot[], $5, $6, $7, $8, $9)`;
const endExtraction = `UPDATE extraction SET status = 'published', finished_at = clock_timestamp(), counts = $3 WHERE study_id = $1 AND number = $2`;

/** With this row the release exists, once it commits. Its key lets one run through, whatever happened to the lock. */
export async function recordRelease(run: Run, files: readonly ReleasedFile[], manifestSha256: string, privacy: PrivacyReport, counts: RunCounts): Promise<void> {
  await statement(run, insertRelease, [
    run.studyId, run.release, run.extraction, run.after, manifestSha256, run.previous?.manifestSha256 ?? null, JSON.stringify(files), JSON.stringify(privacy), run.now,
  ]);
  const { rowCount } = await statement(run, endExtraction, [run.studyId, run.extraction, JSON.stringify(counts)]);
  if (rowCount !== 1) throw new Error('The extraction has been ended by somebody else');
}
