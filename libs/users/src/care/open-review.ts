import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Review, type ReviewKind } from './review.entity';

export interface OpenedReview {
  readonly kind: ReviewKind;
  readonly patientId: string;
  /** The emergency access, relation, account or record that it is about. */
  readonly thingId: string;
  /** The account that acts: the database lets through no other. */
  readonly madeBy: string;
  readonly reason?: string | undefined;
}

/** Puts on the auditors' list what was done, in the transaction that does it and with the patient's record opened. */
@Injectable()
export class OpenReview {
  /** Many at once are one statement. */
  async execute(transaction: EntityManager, ...opened: readonly OpenedReview[]): Promise<void> {
    const rows = opened.map(({ reason, ...review }) => ({ ...review, id: v7(), reason: reason ?? null }));
    // Not handed back: who does something does not read the list.
    if (rows.length > 0) await transaction.createQueryBuilder().insert().into(Review).updateEntity(false).values(rows).execute();
  }
}
