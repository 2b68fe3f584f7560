import type { Client } from 'pg';
import { appliedMigrations, pendingAmong } from './applied-migrations';
import { asOwner, inTransaction } from './as-owner';
import { checkOrigin } from './check-database';
import { readMigrations, type Migration } from './migration-files';
import { MigrationFailed } from './schema.errors';

/** Makes what is not ours to write as a migration, such as the queue's own tables; safe to repeat. */
export type Preparation = (ownerUrl: string) => Promise<void>;

export interface MigrateOptions {
  readonly prepare?: readonly Preparation[];
  readonly log?: (line: string) => void;
  /** Those of this version, unless a test brings its own. */
  readonly migrations?: readonly Migration[];
}

const monthsOfAuditAhead = 12;

/**
 * Brings a database to this version: each migration in a transaction of its own, then the coming months of the audit store, then
 * the preparations. Of several at once one works and the others wait. Safe to repeat; each start does.
 * @returns the names of the migrations that were applied
 * @throws DatabaseIsNewer, MigrationChanged, MigrationFailed, ClusterNotAdopted, OwnerNeeded
 */
export async function migrate(ownerUrl: string, { prepare = [], log = () => undefined, migrations = readMigrations() }: MigrateOptions = {}): Promise<string[]> {
  return asOwner(ownerUrl, async (client) => {
    await client.query(`
      CREATE TABLE IF NOT EXISTS public.schema_migration (
        name text PRIMARY KEY,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT ON public.schema_migration TO PUBLIC;
    `);
    const applied = await appliedMigrations(client);
    const pending = pendingAmong(migrations, applied);
    // A migration may stamp rows: not with the stamps of a cluster that this one is not.
    if (applied.length > 0) await checkOrigin(client);
    if (pending.length > 0) log(`Bringing the database to this version: ${pending.length} migrations ...`);
    for (const migration of pending) {
      await step(client, migration, migration.up, 'INSERT INTO public.schema_migration (name, sha256) VALUES ($1, $2)', [migration.name, migration.sha256]);
    }
    await client.query(`SELECT audit.ensure_partitions(${monthsOfAuditAhead})`);
    for (const one of prepare) await one(ownerUrl);
    return pending.map(({ name }) => name);
  });
}

/**
 * Takes the newest migrations back, with the data that only they know.
 * @returns the names of those taken back, newest first
 */
export async function migrateDown(ownerUrl: string, steps: number, migrations: readonly Migration[] = readMigrations()): Promise<string[]> {
  return asOwner(ownerUrl, async (client) => {
    const applied = await appliedMigrations(client);
    pendingAmong(migrations, applied);
    const newest = migrations.filter(({ name }) => applied.some((one) => one.name === name)).slice(-steps).reverse();
    for (const migration of newest) await step(client, migration, migration.down, 'DELETE FROM public.schema_migration WHERE name = $1', [migration.name]);
    return newest.map(({ name }) => name);
  });
}

/** The file goes as it is, with all its statements, by the simple protocol; that it was applied commits with what it did. */
async function step(client: Client, { name }: Migration, file: string, note: string, values: readonly string[]): Promise<void> {
  try {
    await inTransaction(client, async () => {
      await client.query(file);
      await client.query(note, [...values]);
    });
  } catch (error) {
    throw new MigrationFailed(name, error instanceof Error ? error.message : String(error));
  }
}
