import type { Statement } from '@anamnesis/database';

/** A statement that opens studies and reads from them at once; its own values begin at $3. */
export interface StudyStatement extends Statement {
  readonly opensStudies: true;
}

/**
 * Opened and read in one statement, as a chart is (libs/users, chart-statement.ts, says why it has this shape).
 * @param name of the prepared statement, unique in the product
 * @param select asks `app.is_study_opened(…)` of each study itself: that one is open is told to everybody, by its policy
 */
export function studyStatement(name: string, select: string): StudyStatement {
  return {
    opensStudies: true,
    name,
    text: `WITH context AS MATERIALIZED (SELECT outcome, study_right FROM app.open_studies($1::jsonb, $2::uuid))
      SELECT context.outcome AS context_outcome, context.study_right AS context_right, answer.*
        FROM context
        LEFT JOIN LATERAL (SELECT true AS context_row, selected.* FROM (${select} OFFSET 0) AS selected WHERE context.outcome = 'open') AS answer ON true`,
  };
}
