import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { Announce } from '../care/announce';
import { type MergeOutcome, mergeRefusal } from './merge-outcome';
import { OpenReview } from '../care/open-review';

interface Merged {
  outcome: MergeOutcome;
  survivor: string | null;
  replaced: string | null;
  /** Accounts of the primary doctors of both. */
  primaries: string[] | null;
}

const mergePatients = {
  name: 'users.merge-patients',
  text: 'SELECT outcome, survivor, replaced, primaries FROM app.merge_patients($1::jsonb, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::uuid)',
};

export interface PatientsToMerge {
  /** The record that goes on. */
  readonly into: string;
  /** The one that goes on under it. */
  readonly duplicate: string;
  readonly reason: string;
}

/** What was done, for those who are to be told. */
export interface MergeDone {
  readonly survivorId: string;
  readonly replacedId: string;
  readonly primaryAccountIds: readonly string[];
}

@Injectable()
export class MergePatients {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
  ) {}

  /**
   * Links two records of one person; nothing moves, and it can be undone.
   * @throws PatientUnknown, SamePatient, MergeOfOwnRecord, TwoAccounts, SignInEnded
   */
  async execute(acting: Acting, { into, duplicate, reason }: PatientsToMerge): Promise<MergeDone> {
    const merged = await this.database.inTransaction(async (transaction) => {
      const [made] = await this.database.queryInTransaction<Merged>(mergePatients, [JSON.stringify(acting), v7(), into, duplicate, reason, v7()]);
      if (made?.outcome === 'done' && made.survivor !== null && made.replaced !== null) {
        await this.announce.execute(transaction, { kind: 'records-merged', patientId: made.survivor, to: made.primaries ?? [], about: { replacedId: made.replaced } });
        await this.openReview.execute(transaction, { kind: 'merge', patientId: made.survivor, thingId: made.replaced, madeBy: acting.accountId, reason });
      }
      return made;
    });
    const refusal = mergeRefusal(merged?.outcome);
    if (refusal) {
      await Promise.all([into, duplicate].map((patientId) => this.accessLog.record({ acting, action: 'refused', patientId, thing: 'PatientMerge' })));
      throw refusal;
    }
    return { survivorId: merged?.survivor ?? into, replacedId: merged?.replaced ?? duplicate, primaryAccountIds: merged?.primaries ?? [] };
  }
}
