import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Announce } from '../care/announce';
import type { MergeDone } from './merge-patients';
import { type MergeOutcome, mergeRefusal } from './merge-outcome';
import { OpenReview } from '../care/open-review';

interface Undone {
  outcome: MergeOutcome;
  survivor: string | null;
  primaries: string[] | null;
}

const unmergePatient = {
  name: 'users.unmerge-patient',
  text: 'SELECT outcome, survivor, primaries FROM app.unmerge_patient($1::jsonb, $2::uuid, $3::text)',
};

@Injectable()
export class UnmergePatient {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
  ) {}

  /** Takes the link back: the record goes on by itself, as it was. @throws PatientUnknown, PatientNotMerged, MergeOfOwnRecord, SignInEnded */
  async execute(acting: Acting, patientId: string, reason: string): Promise<MergeDone> {
    const undone = await this.database.inTransaction(async (transaction) => {
      const [done] = await this.database.queryInTransaction<Undone>(unmergePatient, [JSON.stringify(acting), patientId, reason]);
      if (done?.outcome === 'done' && done.survivor !== null) {
        await this.announce.execute(transaction, { kind: 'merge-undone', patientId: done.survivor, to: done.primaries ?? [], about: { replacedId: patientId } });
        await this.openReview.execute(transaction, { kind: 'merge', patientId, thingId: done.survivor, madeBy: acting.accountId, reason });
      }
      return done;
    });
    const refusal = mergeRefusal(undone?.outcome);
    if (refusal) {
      await this.accessLog.record({ acting, action: 'refused', patientId, thing: 'PatientMerge' });
      throw refusal;
    }
    return { survivorId: undone?.survivor ?? patientId, replacedId: patientId, primaryAccountIds: undone?.primaries ?? [] };
  }
}
