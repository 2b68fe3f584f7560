import { type Run, statement } from './run';

/**
 * A class lets its newcomers in k or more at a time: when somebody first appears would tell who they are otherwise. The finest class is
 * tried first; who has waited long enough is then counted in the next coarser one, and is not classed again once let in.
 */
const letInAtLevel = `
  WITH waiting AS (
    SELECT s.patient_id, s.person_id,
           CASE WHEN $3::jsonb ? 'ageBand' THEN s.age_band END AS age_band, CASE WHEN $3::jsonb ? 'sex' THEN s.sex END AS sex, CASE WHEN $3::jsonb ? 'region' THEN s.region END AS region
      FROM research.subject s CROSS JOIN run
     WHERE s.study_id = $1 AND s.admitted_in IS NULL AND s.consented_at + make_interval(months => $2::integer * $4::integer) <= run.now
       AND NOT EXISTS (SELECT FROM newcomer n WHERE n.patient_id = s.patient_id)
  ), classed AS (
    SELECT patient_id, person_id, age_band, sex, region, count(*) OVER (PARTITION BY age_band, sex, region) AS size FROM waiting
  )
  INSERT INTO newcomer
  SELECT patient_id, person_id, $2::integer, concat_ws(', ', 'age ' || age_band, 'sex ' || sex, 'region ' || region), age_band, sex, region FROM classed CROSS JOIN run WHERE size >= run.k`;

const markLetIn = `
  UPDATE research.subject s SET admitted_in = $2, class_level = n.class_level, class = n.class, held_at = NULL
    FROM newcomer n WHERE s.study_id = $1 AND s.patient_id = n.patient_id`;

export async function letIn(run: Run): Promise<void> {
  for (const [level, traits] of run.profile.classes.entries()) {
    await statement(run, letInAtLevel, [run.studyId, level, JSON.stringify(traits), run.profile.waitMonths]);
  }
  await statement(run, markLetIn, [run.studyId, run.release]);
  await statement(run, 'ANALYZE newcomer');
}
