import type { ChartState } from '@anamnesis/users';
import { LRUCache } from 'lru-cache';

/** An answer, and the state that was read with it. */
export interface ReadAnswer {
  readonly state: ChartState;
  /** From when on the clock alone changes the answer, in seconds; null where it never does. */
  readonly goodUntil: number | null;
  readonly body: Buffer;
}

/** What Node needs around a kept answer, so that a million small ones do not take more than was allowed. */
const bytesAround = 1024;

/**
 * Answers about charts, as they are sent. One is found only for the state that was read with it, and a state is always asked of the
 * database: so no instance has to tell another of a write, and none can give an answer that is older than the request.
 * By patient, because a newer state of a chart makes all older ones useless.
 */
export class ChartCache {
  private readonly kept: LRUCache<string, readonly ReadAnswer[]> | undefined;
  /** Reads under way, so that those who come meanwhile need not read the same. */
  private readonly underWay = new Map<string, Promise<void>>();

  /** @param megabytes 0: nothing is kept */
  constructor(megabytes: number) {
    if (megabytes === 0) return;
    this.kept = new LRUCache({ maxSize: megabytes * 2 ** 20, sizeCalculation: (answers) => answers.reduce((bytes, { body }) => bytes + body.byteLength + bytesAround, 0) });
  }

  /** Whether it is worth while to ask for the chart's state first. */
  mayHave(patientId: string): boolean {
    return this.kept !== undefined && (this.kept.has(patientId) || this.underWay.has(patientId));
  }

  /** What is kept, or being read by somebody else, for exactly this state. */
  async find(patientId: string, state: ChartState): Promise<Buffer | undefined> {
    const found = this.foundNow(patientId, state);
    if (found) return found;
    await this.underWay.get(patientId);
    return this.foundNow(patientId, state);
  }

  /** Reads, and keeps the answer under the state that was read with it: the one that was asked for first may be an older one. */
  async keep(patientId: string, read: () => Promise<ReadAnswer>): Promise<Buffer> {
    const { kept } = this;
    if (!kept) return (await read()).body;
    const reading = read().then((answer) => {
      if (answer.state.chart_viewer === null || answer.state.chart_versions === null) return answer.body;
      // What others were shown of the same state still holds.
      const others = (kept.get(patientId) ?? []).filter(({ state }) => state.chart_versions === answer.state.chart_versions && state.chart_viewer !== answer.state.chart_viewer);
      kept.set(patientId, [...others, answer]);
      return answer.body;
    });
    this.announce(patientId, reading);
    return reading;
  }

  private announce(patientId: string, reading: Promise<unknown>): void {
    if (this.underWay.has(patientId)) return;
    const over = (): void => void this.underWay.delete(patientId);
    this.underWay.set(patientId, reading.then(over, over));
  }

  private foundNow(patientId: string, { chart_viewer, chart_versions, chart_moment }: ChartState): Buffer | undefined {
    if (chart_viewer === null || chart_versions === null) return undefined;
    return this.kept?.get(patientId)?.find(({ state, goodUntil }) => state.chart_viewer === chart_viewer && state.chart_versions === chart_versions && (goodUntil === null || chart_moment < goodUntil))?.body;
  }
}
