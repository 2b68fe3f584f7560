import { Client } from 'pg';
import { appliedMigrations, pendingAmong, type AppliedMigration, type Asked } from './applied-migrations';
import { readMigrations } from './migration-files';
import type { ServiceRole } from './provision-roles';
import { AnotherRoleNeeded, ClusterNotAdopted, LettersUnknown, MigrationsPending } from './schema.errors';

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

/** For a process that has no pool yet. @param role that its work needs @param setting that gave the address */
export async function checkDatabaseAt(url: string, role?: ServiceRole, setting = 'DATABASE_URL'): Promise<void> {
  await connected(url, async (client) => {
    await checkDatabase(client);
    if (role === undefined) return;
    // An administrator could do it too, past all row-level security.
    const { rows } = await client.query<{ role: string; fits: boolean }>(
      "SELECT rolname AS role, pg_has_role($1, 'USAGE') AND NOT rolsuper AND NOT rolbypassrls AS fits FROM pg_roles WHERE rolname = current_user",
      [role],
    );
    if (!rows[0]?.fits) throw new AnotherRoleNeeded(role, rows[0]?.role ?? 'unknown', setting);
  });
}

/**
 * Which migrations a database has, and which of this version it lacks.
 * @throws DatabaseIsNewer, MigrationChanged
 */
export async function migrationsAt(url: string): Promise<{ applied: AppliedMigration[]; pending: string[] }> {
  return connected(url, async (client) => {
    const applied = await appliedMigrations(client);
    return { applied, pending: pendingAmong(readMigrations(), applied).map(({ name }) => name) };
  });
}

/** @throws ClusterNotAdopted */
export async function checkOrigin(database: Asked): Promise<void> {
  const { rows } = await database.query(origin);
  if (!(rows as { ours: boolean }[])[0]?.ours) throw new ClusterNotAdopted();
}

async function connected<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: 'anamnesis check' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
