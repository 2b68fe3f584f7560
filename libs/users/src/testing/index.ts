export { aClinic, type Clinic } from './a-clinic';
export { type CareVerbs, careVerbs } from './care-verbs';
