import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@anamnesis/database';
import type { Logger } from '@anamnesis/logging';
import type { AddressCount, RequestCounts } from './request-counts';

const pauseMs = 1000;

/** In the order of the key, so that two instances do not wait for each other's rows. */
const tell = {
  name: 'http.tell-request-counts',
  text: `INSERT INTO request_count AS known (minute, address_hash, requests)
    SELECT minute, address_hash, requests FROM unnest($1::integer[], $2::bytea[], $3::integer[]) AS told (minute, address_hash, requests) ORDER BY minute, address_hash
    ON CONFLICT (minute, address_hash) DO UPDATE SET requests = known.requests + EXCLUDED.requests
    RETURNING encode(address_hash, 'hex') AS hash, requests`,
};
/** The minute before stays, for an instance whose clock is behind. What another one is removing is left to it. */
const forget = {
  name: 'http.forget-request-counts',
  text: `DELETE FROM request_count WHERE (minute, address_hash) IN (SELECT minute, address_hash FROM request_count WHERE minute < $1::integer - 1 FOR UPDATE SKIP LOCKED)`,
};

interface Told {
  readonly hash: Buffer;
  readonly address: string;
  readonly count: AddressCount;
  readonly requests: number;
}

/**
 * Keeps one limit together with the other instances on this database (docs/decisions/0007): tells what this one has counted of an
 * address when that has become a hundredth of the limit, after a second at most, and hears what all have counted. A tenth is told at
 * once. So an address gets no more than the limit, a tenth of it for each instance, and what comes while that is being told; and who
 * makes few requests costs nothing.
 */
export class ShareRequestCounts {
  private readonly worthTelling: number;
  private readonly urgent: number;
  private waiting = new Map<string, AddressCount>();
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> | undefined;
  private readonly stopped = new AbortController();
  private forgotten = 0;

  constructor(
    private readonly counts: RequestCounts,
    private readonly database: Pick<Database, 'query'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    this.worthTelling = Math.max(1, Math.floor(counts.limit / 100));
    this.urgent = Math.max(2, Math.floor(counts.limit / 10));
    counts.counted = (address, count) => this.consider(address, count);
  }

  async stop(): Promise<void> {
    this.counts.counted = () => undefined;
    clearTimeout(this.timer);
    this.stopped.abort();
    await this.telling;
  }

  private consider(address: string, count: AddressCount): void {
    // Of who is refused until the minute ends there is nothing more to say.
    if (count.own < this.worthTelling || count.shared > this.counts.limit) return;
    this.waiting.set(address, count);
    if (count.own >= this.urgent) this.tellNow();
    else this.tellSoon();
  }

  private tellSoon(): void {
    this.timer ??= setTimeout(() => this.tellNow(), pauseMs).unref();
  }

  /** One at a time: what comes meanwhile goes with the next. */
  private tellNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.telling) return;
    this.telling = this.tell().finally(() => {
      this.telling = undefined;
      if (this.waiting.size > 0) this.tellSoon();
    });
  }

  private async tell(): Promise<void> {
    const { minute } = this.counts;
    const told: Told[] = [];
    for (const [address, count] of this.waiting) {
      if (count.minute !== minute) continue;
      told.push({ hash: createHash('sha256').update(address).digest(), address, count, requests: count.own });
      count.shared += count.own;
      count.own = 0;
    }
    this.waiting = new Map();
    if (told.length === 0) return;
    try {
      await this.forgetOnce(minute);
      const rows = await this.database.query<{ hash: string; requests: number }>(tell, [told.map(({ count }) => count.minute), told.map(({ hash }) => hash), told.map(({ requests }) => requests)]);
      const heard = new Map(rows.map(({ hash, requests }) => [hash, requests]));
      for (const { hash, count } of told) count.shared = heard.get(hash.toString('hex')) ?? count.shared;
    } catch (error) {
      for (const { count, requests } of told) [count.shared, count.own] = [count.shared - requests, count.own + requests];
      await this.rest(error);
    }
  }

  private async forgetOnce(minute: number): Promise<void> {
    if (this.forgotten === minute) return;
    this.forgotten = minute;
    await this.database.query(forget, [minute]);
  }

  /** Until the database answers again, each instance holds the limit by itself. */
  private async rest(error: unknown): Promise<void> {
    this.logger.warn({ err: error }, 'Request counts could not be shared');
    await pause(pauseMs, undefined, { ref: false, signal: this.stopped.signal }).catch(() => undefined);
  }
}
