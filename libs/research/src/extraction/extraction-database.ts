import { PooledClient } from '@anamnesis/database';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';

/** Where it can, the server looks whether a client that waits for an answer still lives: a killed run must not hold its lock until its statement ends. */
const noticeKilled = `DO $$ BEGIN
  SET client_connection_check_interval = '2s';
EXCEPTION WHEN invalid_parameter_value THEN
  RAISE DEBUG 'not on this platform';
END $$`;
const lockKey = `hashtextextended('extraction of ' || $1, 0)`;

/** The database as the role anamnesis_extraction sees it: the columns that may ever leave, and what the extraction remembers. */
export class ExtractionDatabase implements OnApplicationShutdown {
  private constructor(private readonly pool: Pool) {
    // A connection that is lost while nobody uses it is replaced.
    pool.on('error', () => undefined);
  }

  /** @param poolSize how many studies can be extracted at once */
  static open(url: string, poolSize = 2): ExtractionDatabase {
    return new ExtractionDatabase(new Pool({ connectionString: url, max: poolSize, application_name: 'extraction', Client: PooledClient }));
  }

  /**
   * Work on a study that nobody else works on. The lock ends with its connection, so that a killed process leaves none.
   * @returns nothing, at once, where somebody else has it
   */
  async alone<Result>(studyId: string, work: (client: PoolClient) => Promise<Result>): Promise<Result | undefined> {
    const client = await this.pool.connect();
    let broken: unknown = new Error('never ended');
    try {
      await client.query(noticeKilled);
      const { rows } = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${lockKey}) AS alone`, [studyId]);
      const result = rows[0]?.alone === true ? await work(client) : undefined;
      await client.query(`SELECT pg_advisory_unlock_all()`);
      broken = undefined;
      return result;
    } finally {
      // After an error nobody knows what the connection still holds.
      client.release(broken !== undefined);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }
}
