export { aClinic, type Clinic } from './a-clinic';
export { type CareVerbs, careVerbs } from './care-verbs';
export { differInTime } from './differ-in-time';
export { type AskedOfAccounts, type ReceivedMail, type ServedAccounts, servedAccounts } from './served-accounts';
export { type UsersOnDatabase, usersOnDatabase } from './users-on-database';
