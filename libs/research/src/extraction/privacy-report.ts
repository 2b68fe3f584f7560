import type { RunCounts } from './counts';
import { type Run, statement } from './run';

/** What a release achieves, over all releases of its study. Numbers from 1 to 10 are told as "<11". */
export interface PrivacyReport {
  readonly k: number;
  /** Of those let in so far, the fewest who share a class. A withdrawal can bring it below k. */
  readonly smallestClass: number | '<11';
  /** The fewest of one class who were let in together. */
  readonly smallestArrival: number | '<11';
  /** The fewest of one class who had news in one release; 0 while there was none. */
  readonly smallestNews: number | '<11';
  readonly people: number | '<11';
  readonly waiting: number | '<11';
  readonly heldBack: number | '<11';
  readonly generalisedRows: number | '<11';
  readonly datePrecision: string;
  readonly cadence: string;
}

const smallCount = 10;

/** A number that could point at few people is not told. */
export function discreet(count: number): number | '<11' {
  return count >= 1 && count <= smallCount ? '<11' : count;
}

const overPeople = `
  SELECT COALESCE(sum(size), 0)::integer AS people, COALESCE(min(of_class), 0)::integer AS "smallestClass", COALESCE(min(size), 0)::integer AS "smallestArrival"
    FROM (SELECT count(*) AS size, sum(count(*)) OVER (PARTITION BY class_level, class) AS of_class
            FROM research.subject WHERE study_id = $1 AND admitted_in IS NOT NULL GROUP BY class_level, class, admitted_in) arrival`;
const overNews = `
  SELECT COALESCE(min(size), 0)::integer AS "smallestNews"
    FROM (SELECT count(*) AS size FROM fresh f JOIN research.subject s ON s.patient_id = f.patient_id AND s.study_id = $1 WHERE NOT f.held GROUP BY s.class_level, s.class) news`;

/** The people are counted again only where they are others than before: a run's cost is that of what is new. */
async function countPeople(run: Run, counts: RunCounts): Promise<Pick<PrivacyReport, 'people' | 'smallestClass' | 'smallestArrival'>> {
  if (run.previous !== undefined && counts.letIn + counts.deletions === 0) return run.previous.privacy;
  const { rows } = await statement<{ people: number; smallestClass: number; smallestArrival: number }>(run, overPeople, [run.studyId]);
  const [counted = { people: 0, smallestClass: 0, smallestArrival: 0 }] = rows;
  return { people: discreet(counted.people), smallestClass: discreet(counted.smallestClass), smallestArrival: discreet(counted.smallestArrival) };
}

async function countNews(run: Run): Promise<PrivacyReport['smallestNews']> {
  const before = run.previous?.privacy.smallestNews ?? 0;
  const { rows } = await statement<{ smallestNews: number }>(run, overNews, [run.studyId]);
  const now = discreet(rows[0]?.smallestNews ?? 0);
  if (now === 0) return before;
  return before === 0 ? now : before === '<11' || now === '<11' ? '<11' : Math.min(before, now);
}

export async function reportPrivacy(run: Run, counts: RunCounts): Promise<PrivacyReport> {
  const { people, smallestClass, smallestArrival } = await countPeople(run, counts);
  return {
    k: run.profile.k,
    smallestClass,
    smallestArrival,
    smallestNews: await countNews(run),
    people,
    waiting: discreet(counts.waiting),
    heldBack: discreet(counts.heldBack),
    generalisedRows: discreet(counts.generalised),
    datePrecision: run.profile.datePrecision,
    cadence: run.profile.cadence,
  };
}
