import type { RunCounts } from './counts';
import { type Run, changedSince, forEachOrigin, statement } from './run';

const ofSubject = (table: string): string => `EXISTS (
  SELECT FROM ${table} r JOIN research.subject s ON s.patient_id = r.patient_id AND s.study_id = $1 WHERE ${changedSince('r')} AND s.admitted_in IS NOT NULL)`;
const newsOfOrigin = `SELECT EXISTS (SELECT FROM participation r WHERE r.study_id = $1 AND ${changedSince('r')}) OR ${ofSubject('visit')} OR ${ofSubject('measure')} AS news`;

const countWaiting = `
  SELECT (SELECT count(*) FROM research.subject WHERE study_id = $1 AND admitted_in IS NULL)::integer AS waiting,
         (SELECT count(*) FROM research.subject WHERE study_id = $1 AND held_at IS NOT NULL)::integer AS "heldBack"`;

/**
 * Most runs of a quiet clinic find nothing: they are told by looking, before anything is prepared. Nobody who is held back can be let go without something new; of those who
 * wait, k can become enough by waiting.
 * @returns the counts of a run without news, or nothing where there may be some
 */
export async function countsOfQuietRun(run: Run): Promise<RunCounts | undefined> {
  if (run.previous === undefined) return undefined;
  const looked = await forEachOrigin<{ news: boolean }>(run, newsOfOrigin);
  if (looked.some(({ news }) => news)) return undefined;
  const { rows } = await statement<{ waiting: number; heldBack: number }>(run, countWaiting, [run.studyId]);
  const { waiting, heldBack } = rows[0] ?? { waiting: 0, heldBack: 0 };
  return waiting >= run.profile.k ? undefined : { letIn: 0, waiting, heldBack, visits: 0, measures: 0, generalised: 0, retractions: 0, deletions: 0 };
}
