import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { Announce } from './announce';
import type { CareRelationRow } from './list-care-relations';
import { OpenReview } from './open-review';
import { accountsOfDoctors, accountsOfPatients, accountsOfPrimary } from './whom-to-tell';

/** What goes with a relation that begins or ends: who hears of it, and what an auditor looks at. */
@Injectable()
export class TellOfCare {
  constructor(
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
  ) {}

  async execute(transaction: EntityManager, acting: Acting, patientId: string, kind: 'care-relation-made' | 'care-relation-ended', relation: CareRelationRow, reason: string): Promise<void> {
    const concerned = [
      ...((await accountsOfPatients(transaction, [patientId])).get(patientId) ?? []),
      ...(await accountsOfPrimary(transaction, patientId)),
      ...(await accountsOfDoctors(transaction, [relation.doctor_id])),
    ];
    const to = concerned.filter((accountId) => accountId !== acting.accountId);
    await this.announce.execute(transaction, { kind, patientId, to, about: { careRelationId: relation.id, doctorId: relation.doctor_id, careKind: relation.kind, byRole: acting.role } });
    if (acting.role === 'admin') await this.openReview.execute(transaction, { kind: 'admin-relation', patientId, thingId: relation.id, madeBy: acting.accountId, reason });
  }
}
