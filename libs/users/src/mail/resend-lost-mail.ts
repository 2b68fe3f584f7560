import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { Jobs } from '@anamnesis/queue';
import { sendMailJob } from './mail-jobs';
import { heldForLostSeconds } from './send-mail';

/** Waiting for so long without being taken up: the nudge was lost, or the last try failed. */
const nudgeLostSeconds = 5;

const lost = `
  SELECT id FROM outgoing_mail
   WHERE status = 'queued' AND not_before < now() - make_interval(secs => $1) OR status = 'sending' AND claimed_at < now() - make_interval(secs => $2)
   ORDER BY not_before LIMIT 1000`;

const outlived = [
  `DELETE FROM outgoing_mail WHERE ended_at < now() - interval '30 days'`,
  // What somebody typed who never came back.
  `DELETE FROM mail_link WHERE expires_at < now() - interval '7 days'`,
  `DELETE FROM mail_limit WHERE since < now() - interval '1 day'`,
];

@Injectable()
export class ResendLostMail {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Nudges again for mail that was lost or is due for another try, and removes what nobody needs any more. @returns how many were nudged for */
  async execute(): Promise<number> {
    const found = await this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('resend-lost-mail')`);
      for (const statement of outlived) await transaction.query(statement);
      return transaction.query<{ id: string }[]>(lost, [nudgeLostSeconds, heldForLostSeconds]);
    });
    for (const { id } of found) await this.jobs.enqueue(sendMailJob, { mailId: id }, { jobId: id });
    return found.length;
  }
}
