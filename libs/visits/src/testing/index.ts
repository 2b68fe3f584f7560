export { aVisit, bloodPressure, heartRate, height, weight } from './a-visit';
