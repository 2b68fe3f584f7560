import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { Jobs } from '@anamnesis/queue';
import { nudgeIdOf, runExtractionJob } from './extraction-jobs';

/** Queued for so long without being taken up: the nudge was lost, or waits, and then nothing happens. */
const nudgeLostSeconds = 30;
/** Running for so long: its worker may be dead. Where it lives, the queue knows its job and nothing happens. */
const heldForLostSeconds = 120;

const lost = `
  SELECT study_id, number FROM extraction
   WHERE status = 'queued' AND requested_at < now() - make_interval(secs => $1) OR status = 'running' AND started_at < now() - make_interval(secs => $2)
   ORDER BY requested_at LIMIT 1000`;

@Injectable()
export class ResendLostExtractions {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Nudges the workers again for what the queue has lost. @returns how many */
  async execute(): Promise<number> {
    const rows = await this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('resend-lost-extractions')`);
      return transaction.query<{ study_id: string; number: number }[]>(lost, [nudgeLostSeconds, heldForLostSeconds]);
    });
    for (const { study_id: studyId, number } of rows) await this.jobs.enqueue(runExtractionJob, { studyId, number }, { jobId: nudgeIdOf(studyId, number) });
    return rows.length;
  }
}
