import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts } from '@anamnesis/users';
import { ReadReport } from './read-report';
import { ReportUnknown } from './report.errors';
import type { ReportStatus } from './report-kinds';

export interface ReportProgress {
  readonly status: ReportStatus;
  readonly progress: number;
}

const lookEveryMs = 400;
/** Proxies end a connection on which nothing is said: then the same is said again. */
const repeatEveryMs = 15_000;
/** As long as an access token lives; a client that still waits asks again with a new one. */
const watchedAtMostMs = 15 * 60_000;

@Injectable()
export class WatchReport {
  constructor(
    private readonly charts: Charts,
    private readonly readReport: ReadReport,
  ) {}

  /**
   * What has become of a report, now and at each change until it ends. Access is checked at each look: the stream breaks off for
   * whoever loses it. One audit entry stands for all the looks, which tell nothing of the record but a number.
   * @throws ReportUnknown and what opening a chart throws, before the first value
   */
  async execute(acting: Acting, patientId: string, reportId: string, watcher: AbortSignal): Promise<AsyncGenerator<ReportProgress>> {
    const { status, progress } = await this.readReport.execute(acting, patientId, reportId);
    return this.changes({ status, progress }, () => this.look(acting, patientId, reportId), watcher);
  }

  private async *changes(first: ReportProgress, look: () => Promise<ReportProgress>, watcher: AbortSignal): AsyncGenerator<ReportProgress> {
    yield first;
    let told = first;
    let toldAt = Date.now();
    const endsAt = toldAt + watchedAtMostMs;
    while (!hasEnded(told) && Date.now() < endsAt) {
      // Resolves early when the watcher leaves, so that nobody is looked after who is not there.
      await setTimeout(lookEveryMs, undefined, { signal: watcher }).catch(() => undefined);
      if (watcher.aborted) return;
      const now = await look();
      if (now.status === told.status && now.progress === told.progress && Date.now() - toldAt < repeatEveryMs) continue;
      yield now;
      told = now;
      toldAt = Date.now();
    }
  }

  private look(acting: Acting, patientId: string, reportId: string): Promise<ReportProgress> {
    return this.charts.write(acting, patientId, async (transaction) => {
      const [found] = await transaction.query<ReportProgress[]>('SELECT status, progress FROM report WHERE patient_id = $1 AND id = $2', [patientId, reportId]);
      if (!found) throw new ReportUnknown();
      return { status: found.status, progress: found.progress };
    });
  }
}

function hasEnded({ status }: ReportProgress): boolean {
  return status !== 'queued' && status !== 'running';
}
