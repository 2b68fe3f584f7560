import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { type ReviewRow, reviewColumns } from './list-reviews';
import { type ReviewAddress, findReview } from './read-review';
import type { Verdict } from './review.entity';
import { ReviewChanged, ReviewDone, ReviewOfOwnAct } from './review.errors';

@Injectable()
export class JudgeReview {
  constructor(private readonly database: Database) {}

  /** Once, and never what the auditor did themself. @throws ReviewUnknown, ReviewOfOwnAct, ReviewDone, ReviewChanged, SignInEnded */
  execute(acting: Acting, address: ReviewAddress, readVersion: number, { verdict, note }: { verdict: Verdict; note: string }): Promise<ReviewRow> {
    return this.database.inTransaction(async (transaction) => {
      const review = await findReview(transaction, acting, address);
      if (review.made_by === acting.accountId) throw new ReviewOfOwnAct();
      if (review.version !== readVersion) throw new ReviewChanged();
      if (review.verdict !== null) throw new ReviewDone();
      const [rows] = await transaction.query<[ReviewRow[], number]>(
        `UPDATE review r SET verdict = $4, note = $5, reviewed_by = $6::uuid, reviewed_at = now(), version = version + 1
          WHERE r.patient_id = $1::uuid AND r.id = $2::uuid AND r.version = $3 AND r.verdict IS NULL RETURNING ${reviewColumns}`,
        [review.patient_id, review.id, readVersion, verdict, note, acting.accountId],
      );
      const [judged] = rows;
      // Of two who judge at once, the version lets one through.
      if (!judged) throw new ReviewChanged();
      return judged;
    });
  }
}
