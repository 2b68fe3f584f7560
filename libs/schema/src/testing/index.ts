export { type Between, standBetween } from './between';
export { testDatabase, type TestDatabase } from './test-database';
