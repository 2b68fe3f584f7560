import { chartStatement } from './chart-statement';

/**
 * What an answer about an opened chart depends on: the same select gives the same answer to the same viewer of the same versions, but
 * for what the clock changes. NULL where it can not be told: such an answer must not be kept.
 */
export interface ChartState {
  /** What the opened context lets through, as the policies ask for it: scope, clearance and audience; and for whom the viewer covers, which the answer says. */
  readonly chart_viewer: string | null;
  /** Every record of the chart (several where they were merged) and its version: the greatest alone would hide a change of another. */
  readonly chart_versions: string | null;
  /** When it was asked, by the database's clock, which is the one that policies compare with. In seconds. */
  readonly chart_moment: number;
}

/**
 * The columns of a ChartState in a chart's statement. Read by the statement itself and not by open_chart(), whose snapshot is a newer
 * one: the versions are those of the rows beside them.
 */
export const chartStateColumns = `app.scope() || '/' || app.clearance()::text || '/' || app.audience() || CASE WHEN app.may_write() = 'cover' THEN '/' || app.covering_for()::text ELSE '' END AS chart_viewer,
  (SELECT CASE WHEN count(*) = cardinality(context.patient_ids)
               THEN string_agg(chart.patient_id::text || ' ' || chart.version::text || ' ' || extract(epoch FROM chart.raised_at)::text, ',' ORDER BY chart.patient_id) END
     FROM chart WHERE chart.patient_id = ANY (context.patient_ids)) AS chart_versions,
  extract(epoch FROM now())::float8 AS chart_moment`;

/** Opens a chart and reads nothing but its state. */
export const readChartState = chartStatement('users.chart-state', `SELECT ${chartStateColumns} WHERE opened.patient_id = $2::uuid`);
