export { extractableColumns } from './extractable-columns';
export { freezeProfile, profileMeasuresSelect } from './freeze-profile';
export type { ProfileMeasure, StudyDesign } from './study-design';
