export { firstClinicSeed, type FirstClinic } from './clinic';
export { AnotherDay, DatabaseLost } from './demonstration.errors';
export { makeDemonstration, type DemonstrationOptions, type DemonstrationProgress, type DemonstrationSummary } from './make-demonstration';
