export { AnotherDay, DatabaseLost } from './demonstration.errors';
export { fillFirstClinic, wantFirstClinicFilled } from './fill-first-clinic';
export { makeDemonstration, type DemonstrationOptions, type DemonstrationProgress, type DemonstrationSummary } from './make-demonstration';
