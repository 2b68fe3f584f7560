export { adoptCluster } from './adopt-cluster';
export { appliedMigrations, pendingAmong, type AppliedMigration } from './applied-migrations';
export { checkDatabase } from './check-database';
export { migrate, migrateDown, type MigrateOptions, type Preparation } from './migrate';
export { readMigrations, type Migration } from './migration-files';
export { openEmbeddedDatabase, type EmbeddedDatabase } from './open-embedded-database';
export { provisionRoles, serviceRoles, type RolePasswords, type ServiceRole } from './provision-roles';
