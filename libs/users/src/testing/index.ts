export { aClinic, type Clinic } from './a-clinic';
export { type UsersOnDatabase, usersOnDatabase } from './users-on-database';
