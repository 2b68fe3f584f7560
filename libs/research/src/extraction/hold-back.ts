import { type Run, statement } from './run';

/** A class has news when k of its people have some: the rest waits, whole and not row by row. */
const whoHasNews = `
  INSERT INTO fresh
  SELECT f.patient_id, count(*) OVER (PARTITION BY s.class_level, s.class) < run.k
    FROM (SELECT patient_id FROM visit_out WHERE action <> 'retracted' UNION SELECT patient_id FROM measure_out WHERE action <> 'retracted') f
    JOIN research.subject s ON s.patient_id = f.patient_id AND s.study_id = $1
   CROSS JOIN run`;

/** Retractions do not wait. */
const leaveOut = (rows: string): string => `DELETE FROM ${rows} o USING fresh f WHERE f.patient_id = o.patient_id AND f.held AND o.action <> 'retracted'`;

/** Their cursor stays where it is, and moves with everything that is theirs when they are let go. */
const markHeld = `
  UPDATE research.subject s SET held_at = $2::pg_snapshot[] FROM fresh f WHERE s.study_id = $1 AND s.patient_id = f.patient_id AND f.held AND s.held_at IS NULL`;
const letGo = `
  UPDATE research.subject s SET held_at = NULL
   WHERE s.study_id = $1 AND s.held_at IS NOT NULL AND NOT EXISTS (SELECT FROM fresh f WHERE f.patient_id = s.patient_id AND f.held)`;

/** After the changes were prepared, and before newcomers' rows are: they arrive in batches of their own. */
export async function holdBack(run: Run): Promise<void> {
  if (run.previous === undefined) return;
  await statement(run, whoHasNews, [run.studyId]);
  await statement(run, leaveOut('visit_out'));
  await statement(run, leaveOut('measure_out'));
  await statement(run, letGo, [run.studyId]);
  await statement(run, markHeld, [run.studyId, run.before]);
}
