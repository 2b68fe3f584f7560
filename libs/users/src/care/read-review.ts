import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { type ReviewRow, reviewColumns } from './list-reviews';
import { openReviews } from '../charts/own-context';
import { ReviewUnknown } from './review.errors';

/** By its own id, or by that of the emergency access that it is about. */
export type ReviewAddress = { readonly id: string } | { readonly emergencyAccessId: string };

@Injectable()
export class ReadReview {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** @throws ReviewUnknown, SignInEnded */
  async execute(acting: Acting, address: ReviewAddress): Promise<ReviewRow> {
    const review = await this.database.inTransaction((transaction) => findReview(transaction, acting, address));
    await this.accessLog.record({ acting, action: 'read', patientId: review.patient_id, thing: 'Review', thingId: review.id });
    return review;
  }
}

/** In a transaction that judges it, too. @throws ReviewUnknown, SignInEnded */
export async function findReview(transaction: EntityManager, acting: Acting, address: ReviewAddress): Promise<ReviewRow> {
  await openReviews(transaction, acting);
  const [review] = 'id' in address
    ? await transaction.query<ReviewRow[]>(`SELECT ${reviewColumns} FROM review r WHERE r.id = $1::uuid`, [address.id])
    : await transaction.query<ReviewRow[]>(`SELECT ${reviewColumns} FROM review r WHERE r.thing_id = $1::uuid AND r.kind = 'emergency-access'`, [address.emergencyAccessId]);
  if (!review) throw new ReviewUnknown();
  return review;
}
