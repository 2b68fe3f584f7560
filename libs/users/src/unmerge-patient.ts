import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { MergeDone } from './merge-patients';
import { type MergeOutcome, mergeRefusal } from './merge-outcome';

const unmergePatient = {
  name: 'users.unmerge-patient',
  text: 'SELECT outcome, survivor, primaries FROM app.unmerge_patient($1::jsonb, $2::uuid, $3::text)',
};

@Injectable()
export class UnmergePatient {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Takes the link back: the record goes on by itself, as it was. @throws PatientUnknown, PatientNotMerged, MergeOfOwnRecord, SignInEnded */
  async execute(acting: Acting, patientId: string, reason: string): Promise<MergeDone> {
    const [undone] = await this.database.inTransaction(async () =>
      this.database.queryInTransaction<{ outcome: MergeOutcome; survivor: string | null; primaries: string[] | null }>(unmergePatient, [JSON.stringify(acting), patientId, reason]));
    const refusal = mergeRefusal(undone?.outcome);
    if (refusal) {
      await this.accessLog.record({ acting, action: 'refused', patientId, thing: 'PatientMerge' });
      throw refusal;
    }
    return { survivorId: undone?.survivor ?? patientId, replacedId: patientId, primaryAccountIds: undone?.primaries ?? [] };
  }
}
