import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { Jobs } from '@anamnesis/queue';
import { makeReportJob } from './report-jobs';
import { heldForLostSeconds, nudgeLostSeconds } from './report-limits';

const lost = `
  SELECT patient_id, id FROM report
   WHERE status = 'queued' AND requested_at < now() - make_interval(secs => $1) OR status = 'running' AND started_at < now() - make_interval(secs => $2)
   ORDER BY requested_at LIMIT 1000`;

@Injectable()
export class ResendLostReports {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Nudges again for what was lost between commit and queue, or with its worker. @returns how many */
  async execute(): Promise<number> {
    const found = await this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('resend-lost-reports')`);
      return transaction.query<{ patient_id: string; id: string }[]>(lost, [nudgeLostSeconds, heldForLostSeconds]);
    });
    for (const { patient_id: patientId, id } of found) await this.jobs.enqueue(makeReportJob, { patientId, reportId: id }, { jobId: id });
    return found.length;
  }
}
