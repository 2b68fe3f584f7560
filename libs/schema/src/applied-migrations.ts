import type { Migration } from './migration-files';
import { DatabaseIsNewer, MigrationChanged } from './schema.errors';

/** A pg.Pool or pg.Client. */
export interface Asked {
  query(text: string): Promise<{ rows: unknown[] }>;
}

export interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
  readonly appliedAt: Date;
}

/** Empty for a database that has never been migrated. */
export async function appliedMigrations(database: Asked): Promise<AppliedMigration[]> {
  const { rows: tables } = await database.query("SELECT to_regclass('public.schema_migration') IS NOT NULL AS present");
  if (!(tables as { present: boolean }[])[0]?.present) return [];
  const { rows } = await database.query('SELECT name, sha256, applied_at AS "appliedAt" FROM public.schema_migration ORDER BY name');
  return rows as AppliedMigration[];
}

/**
 * The known migrations that the database lacks.
 * @throws DatabaseIsNewer, MigrationChanged
 */
export function pendingAmong(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const unknown = applied.filter(({ name }) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new DatabaseIsNewer(unknown.map(({ name }) => name));
  for (const { name, sha256 } of applied) if (known.some((migration) => migration.name === name && migration.sha256 !== sha256)) throw new MigrationChanged(name);
  return known.filter(({ name }) => !applied.some((one) => one.name === name));
}
