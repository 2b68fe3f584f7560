import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts } from '@anamnesis/users';
import { ReportAlreadyEnded, ReportUnknown } from './report.errors';
import type { ReportStatus } from './report-kinds';

@Injectable()
export class CancelReport {
  constructor(private readonly charts: Charts) {}

  /** A worker that is at it finds out at its next step. Cancelling twice is cancelling once. @throws ReportUnknown, ReportAlreadyEnded, and what opening a chart throws */
  async execute(acting: Acting, patientId: string, reportId: string): Promise<void> {
    await this.charts.write(acting, patientId, async (transaction) => {
      const [cancelled] = await transaction.query<[{ id: string }[], number]>(
        `UPDATE report SET status = 'cancelled', version = version + 1 WHERE patient_id = $1 AND id = $2 AND status IN ('queued', 'running') RETURNING id`,
        [patientId, reportId],
      );
      if (cancelled.length > 0) return;
      const [found] = await transaction.query<{ status: ReportStatus }[]>('SELECT status FROM report WHERE patient_id = $1 AND id = $2', [patientId, reportId]);
      if (!found) throw new ReportUnknown();
      if (found.status !== 'cancelled') throw new ReportAlreadyEnded();
    });
  }
}
