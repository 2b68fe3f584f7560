import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { HumanName } from '../patients/human-name';
import { openReviews } from '../charts/own-context';
import type { ReviewKind, Verdict } from './review.entity';

export interface ReviewRow {
  readonly id: string;
  readonly patient_id: string;
  readonly kind: ReviewKind;
  readonly thing_id: string;
  readonly made_by: string;
  readonly made_by_names: readonly HumanName[];
  readonly reason: string | null;
  readonly at: Date;
  readonly due_at: Date;
  readonly reviewed_by: string | null;
  readonly reviewed_at: Date | null;
  readonly verdict: Verdict | null;
  readonly note: string | null;
  readonly version: number;
  /** The due moment in full, for the cursor. */
  readonly place: string;
}

export type ReviewStatus = 'open' | 'overdue' | 'done';

/** `overdue` are open ones, too. */
const conditions: Readonly<Record<ReviewStatus, string>> = {
  open: 'r.verdict IS NULL',
  overdue: 'r.verdict IS NULL AND r.due_at <= now()',
  done: 'r.verdict IS NOT NULL',
};

export const reviewColumns = `r.id, r.patient_id, r.kind, r.thing_id, r.made_by, (SELECT maker.names FROM account maker WHERE maker.id = r.made_by) AS made_by_names,
  r.reason, r.at, r.due_at, r.reviewed_by, r.reviewed_at, r.verdict, r.note, r.version, r.due_at::text AS place`;

@Injectable()
export class ListReviews {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Those due first, first; one more than the limit where there are more. @throws SignInEnded */
  async execute(acting: Acting, { status, limit, after }: { status: ReviewStatus; limit: number; after?: readonly [string, string] | undefined }): Promise<ReviewRow[]> {
    const rows = await this.database.inTransaction(async (transaction) => {
      await openReviews(transaction, acting);
      return transaction.query<ReviewRow[]>(
        `SELECT ${reviewColumns} FROM review r
          WHERE ${conditions[status]} AND ($2::timestamptz IS NULL OR (r.due_at, r.id) > ($2, $3::uuid)) ORDER BY r.due_at, r.id LIMIT $1`,
        [limit + 1, after?.[0] ?? null, after?.[1] ?? null],
      );
    });
    await Promise.all(rows.map(({ id, patient_id: patientId }) => this.accessLog.record({ acting, action: 'read', patientId, thing: 'Review', thingId: id })));
    return rows;
  }
}
