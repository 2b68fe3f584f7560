export { isConnectionLost } from './connection-lost';
export { type Cell, copyLine, json } from './copy-text';
export { Database, type Statement } from './database';
export { DatabaseModule, type DatabaseOptions } from './database.module';
export { databaseSettings } from './database-settings';
export { openDatabase } from './open-database';
export { sqlstate, sqlstateOf } from './sqlstate';
export { type StagedRow, type StagedTarget, carryStaged, createStaged, stagedInto } from './staging';
export { inSystemContext } from './system-context';
