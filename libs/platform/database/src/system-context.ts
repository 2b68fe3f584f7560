import type { ClientBase } from 'pg';

/** One transaction in the context of a job over many patients; its audit entries name the job. */
export async function inSystemContext<T>(client: ClientBase, job: string, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT app.open_system($1)', [job]);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where the connection is lost there is nothing to roll back, and the first error is the one that tells.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
