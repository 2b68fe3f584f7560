import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { Jobs } from '@anamnesis/queue';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { sendMailJob } from './mail-jobs';
import type { MailKind } from './mail-kinds';

export interface QueuedMail {
  readonly kind: MailKind;
  /** Nobody, of the kind 'nobody'. */
  readonly to: string | null;
  readonly language: string;
  /** The secret of its link, if it has one. */
  readonly token?: string | undefined;
  /** After which nobody needs it any more; three days. */
  readonly worthHours?: number;
}

const insertMail = "INSERT INTO outgoing_mail (id, kind, language, address, fill, expires_at) VALUES ($1, $2, $3, $4, $5::jsonb, now() + make_interval(hours => $6))";

@Injectable()
export class QueueMail {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** A mail that leaves if the caller's transaction commits, and soon afterwards. */
  async execute(transaction: EntityManager, { kind, to, language, token, worthHours = 72 }: QueuedMail): Promise<void> {
    const mailId = v7();
    await transaction.query(insertMail, [mailId, kind, language, to, JSON.stringify(token === undefined ? {} : { token }), worthHours]);
    this.database.afterCommit(() => this.jobs.enqueue(sendMailJob, { mailId }, { jobId: mailId }));
  }
}
