import { LRUCache } from 'lru-cache';

const minuteMs = 60_000;
/** Counted at once; for another one, whoever was silent longest is forgotten. */
const mostAddresses = 20_000;

export interface AddressCount {
  /** Since 1970. All instances begin a new count at the same moment. */
  readonly minute: number;
  /** What all instances have counted together, as far as this one has told and heard. */
  shared: number;
  /** What this one has counted since. */
  own: number;
}

/** The requests of each address in the running minute, counted in memory. */
export class RequestCounts {
  private readonly counts = new LRUCache<string, AddressCount>({ max: mostAddresses });

  /**
   * @param limit of requests a minute
   * @param now in milliseconds
   */
  constructor(
    readonly limit: number,
    private readonly now: () => number = Date.now,
  ) {}

  get minute(): number {
    return Math.floor(this.now() / minuteMs);
  }

  /** Called at each request. Whoever tells others of it sets this (share-request-counts.ts). */
  counted: (address: string, count: AddressCount) => void = () => undefined;

  /** Counts one more. @returns how many it are now, and after how many milliseconds all is forgotten */
  add(address: string): { current: number; ttl: number } {
    const { minute } = this;
    let count = this.counts.get(address);
    if (count?.minute !== minute) {
      count = { minute, shared: 0, own: 0 };
      this.counts.set(address, count);
    }
    count.own += 1;
    this.counted(address, count);
    return { current: count.shared + count.own, ttl: (minute + 1) * minuteMs - this.now() };
  }
}
