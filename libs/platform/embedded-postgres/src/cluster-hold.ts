import { Client } from 'pg';
import { AlreadyRuns, KeysDoNotFit } from './cluster.errors';
import { codeOf } from './error-code';

/**
 * Who uses the cluster is written in the cluster: each process holds a shared lock for as long as its session lives, which a
 * `kill -9` ends too. So the last one to leave stops the server, and a lock file that outlives its owner does not exist.
 */
const usedBy = '1634627182, 1';
const servedBy = '1634627182, 2';

export interface HoldOptions {
  readonly url: string;
  readonly data: string;
  readonly keysFolder: string;
  /** For people: `npm start, process 4711`. */
  readonly holder: string;
  /** Only one such holder at a time. */
  readonly alone: boolean;
}

export class ClusterHold {
  private closing = false;

  private constructor(private readonly client: Client) {}

  /** @returns undefined when the server is about to stop, or has stopped since it was seen */
  static async take(options: HoldOptions, onLost: () => void): Promise<ClusterHold | undefined> {
    const client = new Client({ connectionString: options.url, keepAlive: true });
    // The server can end at any moment; what is asked next fails, and that is seen.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await ClusterHold.lockedBy(client, options, onLost);
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (code === '28P01') throw new KeysDoNotFit(options.keysFolder, options.data);
      // Refused, reset, shutting down, or starting up again after a crash.
      if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].includes(code) || /terminated|not queryable/.test(String(error))) return undefined;
      throw error;
    }
  }

  private static async lockedBy(client: Client, options: HoldOptions, onLost: () => void): Promise<ClusterHold | undefined> {
    const hold = new ClusterHold(client);
    if (!(await hold.lock(`pg_try_advisory_lock_shared(${usedBy})`))) {
      await hold.end();
      return undefined;
    }
    await hold.saysWhere(options.holder);
    if (options.alone && !(await hold.lock(`pg_try_advisory_lock(${servedBy})`))) {
      const other = await hold.holdersOf(servedBy);
      await hold.end();
      throw new AlreadyRuns(options.data, other[0] ?? 'another process');
    }
    client.on('end', () => {
      if (!hold.closing) onLost();
    });
    return hold;
  }

  /** What another starter is told about us. */
  async saysWhere(holder: string): Promise<void> {
    await this.client.query("SELECT set_config('application_name', $1, false)", [holder]);
  }

  /** @returns the other holders; when there is none, nobody can join any more and the server may be stopped */
  async release(): Promise<string[]> {
    await this.client.query(`SELECT pg_advisory_unlock_shared(${usedBy})`);
    if (await this.lock(`pg_try_advisory_lock(${usedBy})`)) return [];
    const others = await this.holdersOf(usedBy);
    return others.length > 0 ? others : ['another process'];
  }

  async end(): Promise<void> {
    this.closing = true;
    await this.client.end();
  }

  private async lock(call: string): Promise<boolean> {
    const answered = await this.client.query<{ taken: boolean }>(`SELECT ${call} AS taken`);
    return answered.rows[0]?.taken === true;
  }

  private async holdersOf(lock: string): Promise<string[]> {
    const [group, number] = lock.split(', ');
    const found = await this.client.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND classid = $1::bigint::oid AND objid = $2::bigint::oid AND pid <> pg_backend_pid()`,
      [group, number],
    );
    return found.rows.map(({ name }) => name);
  }
}
