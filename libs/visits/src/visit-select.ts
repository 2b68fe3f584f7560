import { diagnosisColumns, measureColumns, treatmentColumns, visitHeadColumns } from './visit.row';

/**
 * A visit with what came with it, in one statement. What was entered in error has left every view.
 * @param patientId as SQL: a parameter, or the column of the opened chart
 * @param visitId as SQL
 */
export function visitSelect(patientId: string, visitId: string): string {
  const children = (columns: string, table: string, condition: string, order: string) =>
    `(SELECT COALESCE(json_agg(child ORDER BY ${order}), '[]') FROM (SELECT ${columns} FROM ${table} WHERE patient_id = ${patientId} AND visit_id = ${visitId} AND ${condition}) AS child)`;
  return `SELECT ${visitHeadColumns},
      ${children(measureColumns, 'measure', "status = 'final'", 'child.taken_at, child.id')} AS measures,
      ${children(diagnosisColumns, 'diagnosis', "verification <> 'entered-in-error'", 'child.id')} AS diagnoses,
      ${children(treatmentColumns, 'treatment', "status <> 'entered-in-error'", 'child.id')} AS treatments
    FROM visit WHERE patient_id = ${patientId} AND id = ${visitId} AND status <> 'entered-in-error'`;
}
