/**
 * For the transaction that adds a run ($1 the study): the next number is the greatest and one, and two who add one at the same
 * moment must not both count before the other has committed. The services may not lock the study's row, so they lock its name.
 */
export const lockNumbering = `SELECT pg_advisory_xact_lock(hashtextextended('numbers of extractions of ' || $1::text, 0))`;

/** As an expression in the inserting statement, after the lock. */
export function nextNumber(studyId: string): string {
  return `(SELECT COALESCE(max(number), 0) + 1 FROM extraction WHERE study_id = ${studyId})`;
}
