import { type Run, statement } from './run';

/**
 * A class lets its newcomers in k or more at a time: when somebody first appears would tell who they are otherwise. The finest class is
 * tried first; who has waited long enough is then counted in the next coarser one, and is not classed again once let in.
 */
const letInAtLevel = `
  WITH candidate AS (
    SELECT s.patient_id, s.person_id,
           CASE WHEN $2::jsonb ? 'ageBand' THEN s.age_band END AS age_band, CASE WHEN $2::jsonb ? 'sex' THEN s.sex END AS sex, CASE WHEN $2::jsonb ? 'region' THEN s.region END AS region
      FROM waiting s CROSS JOIN run
     WHERE s.consented_at + make_interval(months => $1::integer * $3::integer) <= run.now
       AND NOT EXISTS (SELECT FROM newcomer n WHERE n.patient_id = s.patient_id)
  ), classed AS (
    SELECT patient_id, person_id, age_band, sex, region, count(*) OVER (PARTITION BY age_band, sex, region) AS size FROM candidate
  )
  INSERT INTO newcomer
  SELECT patient_id, person_id, $1::integer, concat_ws(', ', 'age ' || age_band, 'sex ' || sex, 'region ' || region), age_band, sex, region FROM classed CROSS JOIN run WHERE size >= run.k`;

export async function letIn(run: Run): Promise<void> {
  for (const [level, traits] of run.profile.classes.entries()) {
    await statement(run, letInAtLevel, [level, JSON.stringify(traits), run.profile.waitMonths]);
  }
  await statement(run, 'ANALYZE newcomer');
}
