export { aClinic, type Clinic } from './a-clinic';
