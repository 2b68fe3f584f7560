import { appliedMigrations, pendingAmong, type Asked } from './applied-migrations';
import { readMigrations } from './migration-files';
import { ClusterNotAdopted, LettersUnknown, MigrationsPending } from './schema.errors';

/** Asked by what it does and not by its name: a provider other than the C library may know letters where `datctype` is C. */
const letters = `
  SELECT lower('Ж') = 'ж' AND show_trgm('李明') <> '{}' AND show_trgm('Иванов') <> '{}' AS known,
         (SELECT datctype FROM pg_database WHERE datname = current_database()) AS ctype`;

/** The origin adopted last is the one that new stamps carry, and it must be this cluster's. */
const origin = `
  SELECT o.system_identifier = s.system_identifier AND o.origin = app.current_origin() AS ours
    FROM app.stamp_origin o, pg_control_system() s
   ORDER BY o.adopted_at DESC, o.origin DESC LIMIT 1`;

/**
 * What every process asks before it serves.
 * @throws DatabaseIsNewer, MigrationChanged, MigrationsPending, LettersUnknown, ClusterNotAdopted
 */
export async function checkDatabase(database: Asked): Promise<void> {
  const pending = pendingAmong(readMigrations(), await appliedMigrations(database));
  if (pending.length > 0) throw new MigrationsPending(pending.map(({ name }) => name));
  const { rows } = await database.query(letters);
  const [found] = rows as { known: boolean; ctype: string }[];
  if (found?.known !== true) throw new LettersUnknown(found?.ctype ?? 'unknown');
  await checkOrigin(database);
}

/** @throws ClusterNotAdopted */
export async function checkOrigin(database: Asked): Promise<void> {
  const { rows } = await database.query(origin);
  if (!(rows as { ours: boolean }[])[0]?.ours) throw new ClusterNotAdopted();
}
