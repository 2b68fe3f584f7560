export { adoptCluster } from './adopt-cluster';
export type { AppliedMigration } from './applied-migrations';
export { checkDatabase, checkDatabaseAt, migrationsAt } from './check-database';
export { migrate, migrateDown, type MigrateOptions, type Preparation } from './migrate';
export { openEmbeddedDatabase, type EmbeddedDatabase } from './open-embedded-database';
export { provisionRoles, serviceRoles, type RolePasswords, type ServiceRole } from './provision-roles';
