import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { PrivacyReport } from './privacy-report';
import type { StudyProfile } from '../study-design';

/** How far somebody has been given everything: a snapshot for each origin of change stamps, the first at 0. */
export type Cursors = readonly string[];

export interface PreviousRelease {
  readonly number: number;
  readonly cursors: Cursors;
  readonly manifestSha256: string;
  readonly privacy: PrivacyReport;
}

/** One run over a study, in one REPEATABLE READ transaction: what it was asked, and what it stands on. */
export interface Run {
  readonly client: PoolClient;
  readonly studyId: string;
  readonly extraction: number;
  /** The number that its release would have. */
  readonly release: number;
  readonly profile: StudyProfile;
  readonly previous: PreviousRelease | undefined;
  /** Where those stand who have been given all of the last release. */
  readonly before: Cursors;
  /** Where this transaction stands. */
  readonly after: Cursors;
  readonly now: Date;
  /** False where the study's period has its release already: then only counts are left behind. */
  readonly publishes: boolean;
}

/** In which nothing is seen, and in which everything is. */
const nothingSeen = '1:1:';
const allSeen = '9223372036854775807:9223372036854775807:';

/** A cursor for each origin up to the present one; of an origin that is new here nothing was given yet. */
export function cursorsBefore(previous: Cursors | undefined, origin: number): Cursors {
  return Array.from({ length: origin }, (_, place) => previous?.[place] ?? nothingSeen);
}

/** Earlier origins write no more: what there is of them is all visible. */
export function cursorsAfter(origin: number, snapshot: string): Cursors {
  return Array.from({ length: origin }, (_, place) => (place === origin - 1 ? snapshot : allSeen));
}

/** The part of a statement's conditions that says "changed since", for one origin: $2, $3 and $4. */
export const changedSince = (row: string): string =>
  `${row}.changed_origin = $2 AND ${row}.changed_xid >= $3::xid8 AND NOT pg_visible_in_snapshot(${row}.changed_xid, $4::pg_snapshot)`;

/**
 * Runs a statement once for each origin. `xmin` finds the place in the index, and as a value and not as a column, so that the planner
 * knows how little lies behind it. Never `xmax`: transactions below it may commit later.
 */
export async function forEachOrigin<Row extends QueryResultRow = never>(run: Run, text: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [place, snapshot] of run.before.entries()) {
    const [xmin = '1'] = snapshot.split(':');
    rows.push(...(await statement<Row>(run, text, [run.studyId, place + 1, xmin, snapshot])).rows);
  }
  return rows;
}

export async function statement<Row extends QueryResultRow = never>(run: Run, text: string, values: readonly unknown[] = []): Promise<QueryResult<Row>> {
  // Without values it may be several statements.
  return values.length === 0 ? run.client.query<Row>(text) : run.client.query<Row>(text, [...values]);
}
