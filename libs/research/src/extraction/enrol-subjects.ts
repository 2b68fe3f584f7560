import { type Run, changedSince, forEachOrigin, statement } from './run';
import { randomNumber } from './temporary-tables';

const consentsSince = `
  INSERT INTO consent_change SELECT p.patient_id, p.status, p.age_band, p.sex, p.region, p.consented_at FROM participation p WHERE p.study_id = $1 AND ${changedSince('p')}`;

/** Who withdrew, or consented anew after a withdrawal that no run has seen: what tied them to their pseudonym is destroyed. */
const forget = `
  WITH gone AS (
    DELETE FROM research.subject s USING consent_change c
     WHERE s.study_id = $1 AND s.patient_id = c.patient_id AND (c.status = 'withdrawn' OR c.consented_at <> s.consented_at)
    RETURNING s.patient_id, s.person_id, s.admitted_in
  ), numbers AS (DELETE FROM research.numbered n USING gone WHERE n.study_id = $1 AND n.patient_id = gone.patient_id),
  states AS (DELETE FROM research.row_state t USING gone WHERE t.study_id = $1 AND t.patient_id = gone.patient_id)
  INSERT INTO deletion SELECT patient_id, person_id FROM gone WHERE admitted_in IS NOT NULL`;

/** Those who were not let in yet: who consented since, and who did before. */
const newlyWaiting = `
  INSERT INTO waiting
  SELECT c.patient_id, ${randomNumber}, c.consented_at, c.age_band, c.sex, c.region, true FROM consent_change c
   WHERE c.status = 'consented' AND NOT EXISTS (SELECT FROM research.subject s WHERE s.study_id = $1 AND s.patient_id = c.patient_id)`;
const stillWaiting = `
  INSERT INTO waiting SELECT patient_id, person_id, consented_at, age_band, sex, region, false FROM research.subject WHERE study_id = $1 AND admitted_in IS NULL`;

/** Takes in who consented since the last release, and lets go who withdrew. */
export async function enrolSubjects(run: Run): Promise<void> {
  await forEachOrigin(run, consentsSince);
  await statement(run, forget, [run.studyId]);
  await statement(run, newlyWaiting, [run.studyId]);
  await statement(run, stillWaiting, [run.studyId]);
  await statement(run, 'ANALYZE waiting');
}
