import { planAsUsual } from './find-changes';
import { type Run, statement } from './run';
import { periodOf, sendableMeasure, sendableVisit } from './sendable';
import { newNumber } from './temporary-tables';

/**
 * What becomes of a changed row: it goes out under a new number, under the one that it has (once for each change of its own, and again after it was
 * retracted), or it is taken back. NULL: the researchers have it as it is.
 */
const action = (sendable: string, ownChange: string): string => `
  CASE WHEN ${sendable} THEN CASE WHEN k.number IS NULL THEN 'new' WHEN ${ownChange} OR t.retracted THEN 'changed' END
       WHEN k.number IS NOT NULL AND t.retracted IS NOT TRUE THEN 'retracted' END`;

const changedVisits = `
  INSERT INTO visit_out
  SELECT patient_id, person_id, id, COALESCE(number, ${newNumber('id')}), action,
         COALESCE(position, visits + row_number() OVER (PARTITION BY patient_id, number IS NULL ORDER BY started_at, id)), visit_class, starts, ends, generalised
    FROM (SELECT v.patient_id, s.person_id, v.id, v.started_at, v.visit_class, k.number, k.position, s.visits, COALESCE(t.generalised, false) AS generalised,
                 ${periodOf('v.started_at')} AS starts, ${periodOf('COALESCE(v.ended_at, v.started_at)')} AS ends, ${action(sendableVisit('v'), 'true')} AS action
            FROM candidate_visit c
            JOIN visit v ON v.patient_id = c.patient_id AND v.id = c.id
            JOIN research.subject s ON s.patient_id = c.patient_id AND s.study_id = $1
            LEFT JOIN known k ON k.patient_id = c.patient_id AND k.kind = 'visit' AND k.source_id = c.id
            LEFT JOIN research.row_state t ON t.patient_id = c.patient_id AND t.study_id = $1 AND t.source_id = c.id
           CROSS JOIN run) AS judged
   CROSS JOIN run
   WHERE action IS NOT NULL`;

const changedMeasures = `
  INSERT INTO measure_out
  SELECT patient_id, person_id, id, COALESCE(number, ${newNumber('id')}), action, visit_number, panel_id, COALESCE(event_number, ${newNumber('panel_id')}), code, quantity, taken, home, generalised
    FROM (SELECT m.patient_id, s.person_id, m.id, k.number, COALESCE(of_visit.number, new_visit.number) AS visit_number, m.panel_id, of_panel.number AS event_number, m.code, m.quantity, m.setting = 'home' AS home,
                 COALESCE(t.generalised, false) AS generalised, ${periodOf('m.taken_at')} AS taken, ${action(sendableMeasure('m', 'catalogue', sendableVisit('v')), 'c.own_change')} AS action
            FROM candidate_measure c
            JOIN measure m ON m.patient_id = c.patient_id AND m.id = c.id
            JOIN research.subject s ON s.patient_id = c.patient_id AND s.study_id = $1
            LEFT JOIN catalogue ON catalogue.code = m.code
            LEFT JOIN visit v ON v.patient_id = m.patient_id AND v.id = m.visit_id
            LEFT JOIN known k ON k.patient_id = c.patient_id AND k.kind = 'measure' AND k.source_id = c.id
            LEFT JOIN known of_visit ON of_visit.patient_id = c.patient_id AND of_visit.kind = 'visit' AND of_visit.source_id = m.visit_id
            LEFT JOIN known of_panel ON of_panel.patient_id = c.patient_id AND of_panel.kind = 'panel' AND of_panel.source_id = m.panel_id
            LEFT JOIN visit_out new_visit ON new_visit.patient_id = c.patient_id AND new_visit.source_id = m.visit_id AND new_visit.action = 'new'
            LEFT JOIN research.row_state t ON t.patient_id = c.patient_id AND t.study_id = $1 AND t.source_id = c.id
           CROSS JOIN run) AS judged
   CROSS JOIN run
   WHERE action IS NOT NULL`;

/** Rows of those who were let in before. */
export async function prepareChanges(run: Run): Promise<void> {
  if (run.previous === undefined) return;
  await statement(run, changedVisits, [run.studyId]);
  await statement(run, changedMeasures, [run.studyId]);
  await planAsUsual(run);
}

const allVisits = `
  INSERT INTO visit_out
  SELECT v.patient_id, n.person_id, v.id, ${newNumber('v.id')}, 'new', row_number() OVER (PARTITION BY v.patient_id ORDER BY v.started_at, v.id), v.visit_class,
         ${periodOf('v.started_at')}, ${periodOf('COALESCE(v.ended_at, v.started_at)')}, false
    FROM newcomer n JOIN visit v ON v.patient_id = n.patient_id CROSS JOIN run
   WHERE ${sendableVisit('v')}`;

const allMeasures = `
  INSERT INTO measure_out
  SELECT m.patient_id, n.person_id, m.id, ${newNumber('m.id')}, 'new', o.number, m.panel_id, ${newNumber('m.panel_id')}, m.code, m.quantity, ${periodOf('m.taken_at')}, m.setting = 'home', false
    FROM newcomer n
    JOIN measure m ON m.patient_id = n.patient_id
    JOIN catalogue ON catalogue.code = m.code
    LEFT JOIN visit_out o ON o.patient_id = m.patient_id AND o.source_id = m.visit_id
   CROSS JOIN run
   WHERE ${sendableMeasure('m', 'catalogue', 'o.number IS NOT NULL')}`;

/** The whole history of those who are let in now. */
export async function prepareNewcomers(run: Run): Promise<void> {
  await statement(run, allVisits);
  await statement(run, 'ANALYZE visit_out');
  await statement(run, allMeasures);
  await statement(run, 'ANALYZE measure_out');
}
