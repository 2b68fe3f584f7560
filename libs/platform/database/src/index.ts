export { Database, type Statement } from './database';
export { DatabaseModule, type DatabaseOptions } from './database.module';
export { databaseSettings } from './database-settings';
export { openDatabase } from './open-database';
export { sqlstate, sqlstateOf } from './sqlstate';
