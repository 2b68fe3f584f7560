/** As SQL, of a row of visit: nothing that is still being written, that was wrong, or that the patient keeps back. */
export const sendableVisit = (visit: string): string => `${visit}.status = 'completed' AND ${visit}.sensitivity = 0`;

/**
 * Of a row of measure with its row of catalogue (or none): a known quantity in its unit, of no visit or of one that is sent.
 * That of the unit is written so that the planner does not take it for a second key of the join, and one row in ten for what is left.
 * @param ofSentVisit as SQL: whether the visit that it names is
 */
export const sendableMeasure = (measure: string, catalogue: string, ofSentVisit: string): string =>
  `((${measure}.unit = ${catalogue}.unit) IS TRUE AND ${measure}.quantity IS NOT NULL AND ${measure}.status = 'final' AND ${measure}.sensitivity = 0 AND (${measure}.visit_id IS NULL OR ${ofSentVisit}))`;

/** Dates leave as the first day of their period, in the study's zone. */
export const periodOf = (moment: string): string => `date_trunc(run.date_precision, ${moment} AT TIME ZONE run.zone)::date`;
