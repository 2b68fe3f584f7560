import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts } from '@anamnesis/users';
import { ParticipationUnknown } from './participation.errors';

/** Of all records of the person. What the desk may not change, the policies leave out. */
const withdraw = `
  UPDATE participation SET status = 'withdrawn', withdrawn_at = now(), version = version + 1
   WHERE patient_id = ANY (app.opened_patients()) AND study_id = $1 AND status = 'consented' RETURNING patient_id`;
const withdrawn = `SELECT patient_id FROM participation WHERE patient_id = ANY (app.opened_patients()) AND study_id = $1 AND status = 'withdrawn' AND app.may_write() IN ('home-measures', 'person')`;

@Injectable()
export class WithdrawConsent {
  constructor(private readonly charts: Charts) {}

  /**
   * Nothing more of this person is sent from now on. Safe to say twice, and also after the study has been closed. The desk takes back what
   * it has written down on paper, and nothing else.
   * @throws ParticipationUnknown, and what opening a chart throws
   */
  async execute(acting: Acting, patientId: string, studyId: string): Promise<void> {
    await this.charts.write(acting, patientId, async (transaction) => {
      const [changed] = await transaction.query<[object[], number]>(withdraw, [studyId]);
      if (changed.length > 0) return;
      const before = await transaction.query<object[]>(withdrawn, [studyId]);
      if (before.length === 0) throw new ParticipationUnknown();
    });
  }
}
