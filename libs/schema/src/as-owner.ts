import { Client } from 'pg';
import { OwnerNeeded } from './schema.errors';

/** What changes the schema or its roles waits here for its turn: several processes may start at the same moment. */
const lock = '4711001';

export async function asOwner<Result>(ownerUrl: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'anamnesis migrations' });
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string; owner: boolean }>(
      "SELECT current_user AS role, pg_has_role(datdba, 'USAGE') AS owner FROM pg_database WHERE datname = current_database()",
    );
    if (rows[0]?.owner !== true) throw new OwnerNeeded(rows[0]?.role ?? 'this role');
    await client.query(`SELECT pg_advisory_lock(${lock})`);
    return await work(client);
  } finally {
    // The lock ends with the session.
    await client.end();
  }
}

/** All of it or nothing. */
export async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
