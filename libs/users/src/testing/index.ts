export { aClinic, type Clinic } from './a-clinic';
export { type AskedOfUsers, type ReceivedMail, type ServedUsers, servedUsers } from './served-users';
