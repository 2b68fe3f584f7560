export { extractableColumns } from './extractable-columns';
export { ExtractionDatabase } from './extraction/extraction-database';
export { type ExtractionKey, RunExtraction } from './extraction/run-extraction';
export { freezeProfile, profileMeasuresSelect } from './freeze-profile';
export { type ClassTrait, type Period, type ProfileMeasure, type StudyDesign, type StudyProfile, classTraits, periods } from './study-design';
