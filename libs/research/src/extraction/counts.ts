import { type Run, statement } from './run';

/** Of one run. Shown to people with 1 to 10 as "<11". */
export interface RunCounts {
  readonly letIn: number;
  readonly waiting: number;
  readonly heldBack: number;
  readonly visits: number;
  readonly measures: number;
  readonly generalised: number;
  readonly retractions: number;
  readonly deletions: number;
}

const countAll = `
  SELECT (SELECT count(*) FROM newcomer)::integer AS "letIn",
         ((SELECT count(*) FROM waiting) - (SELECT count(*) FROM newcomer))::integer AS waiting,
         (SELECT count(*) FROM research.subject WHERE study_id = $1 AND held_at IS NOT NULL)::integer AS "heldBack",
         v.rows AS visits, m.rows AS measures, v.generalised + m.generalised AS generalised, v.retracted + m.retracted AS retractions,
         (SELECT count(*) FROM deletion)::integer AS deletions
    FROM (SELECT count(*) FILTER (WHERE action <> 'retracted')::integer AS rows, count(*) FILTER (WHERE generalised AND action <> 'retracted')::integer AS generalised, count(*) FILTER (WHERE action = 'retracted')::integer AS retracted FROM visit_out) v,
         (SELECT count(*) FILTER (WHERE action <> 'retracted')::integer AS rows, count(*) FILTER (WHERE generalised AND action <> 'retracted')::integer AS generalised, count(*) FILTER (WHERE action = 'retracted')::integer AS retracted FROM measure_out) m`;

export async function countRun(run: Run): Promise<RunCounts> {
  const { rows } = await statement<RunCounts>(run, countAll, [run.studyId]);
  const [counts] = rows;
  if (!counts) throw new Error('The rows of a run could not be counted');
  return counts;
}

/** Whether there is anything that researchers do not have yet. */
export function isNews({ letIn, visits, measures, retractions, deletions }: RunCounts): boolean {
  return letIn + visits + measures + retractions + deletions > 0;
}
