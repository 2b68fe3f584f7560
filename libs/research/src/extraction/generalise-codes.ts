import { visitConcepts } from './omop-concepts';
import { type Run, statement } from './run';

/** Words that stand for a class of visits with us and nowhere else do not leave. */
const unknownClasses = `UPDATE visit_out SET code = 'other' WHERE code <> ALL ($1::text[])`;

/**
 * A code goes out once k people carry it in one release, and from then on. Asked of few people first: what is common is seen to be so in them, and only
 * the rest is counted through.
 */
const show = (kind: string, rows: string, among: string): string => `
  INSERT INTO research.shown_code
  SELECT run.study_id, '${kind}', carried.code, $1
    FROM (SELECT DISTINCT o.code, o.patient_id FROM ${rows} o ${among} WHERE o.action <> 'retracted' AND NOT o.generalised
             AND NOT EXISTS (SELECT FROM research.shown_code c, run WHERE c.study_id = run.study_id AND c.kind = '${kind}' AND c.code = o.code)) carried
   CROSS JOIN run GROUP BY run.study_id, carried.code, run.k HAVING count(*) >= run.k`;
const fewPeople = 'JOIN (SELECT patient_id FROM newcomer LIMIT 2000) few USING (patient_id)';

const generalise = (kind: string, rows: string): string => `
  UPDATE ${rows} o SET generalised = true
   WHERE NOT o.generalised AND o.action <> 'retracted' AND o.code <> 'other'
     AND NOT EXISTS (SELECT FROM research.shown_code c, run WHERE c.study_id = run.study_id AND c.kind = '${kind}' AND c.code = o.code)`;

/** What goes out as `other` does so for ever: else a later release would tell which few rows it was. */
export async function generaliseCodes(run: Run): Promise<void> {
  await statement(run, unknownClasses, [Object.keys(visitConcepts)]);
  for (const [kind, rows] of [['visit', 'visit_out'], ['measure', 'measure_out']] as const) {
    await statement(run, show(kind, rows, fewPeople), [run.release]);
    await statement(run, show(kind, rows, ''), [run.release]);
    await statement(run, generalise(kind, rows));
  }
}
