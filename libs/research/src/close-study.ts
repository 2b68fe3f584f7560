import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Studies } from './studies';
import { Study } from './study.entity';
import { StudyNotOpen } from './study.errors';
import { changeAsRead } from './study-change';

@Injectable()
export class CloseStudy {
  constructor(private readonly studies: Studies) {}

  /**
   * Nobody can consent from now on, the schedule has ended, and no run can be asked for. What was released stays; consent can still be withdrawn.
   * @throws StudyNotOpen, StudyChanged, StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async execute(acting: Acting, studyId: string, readVersion: number, now = new Date()): Promise<void> {
    await this.studies.manage(acting, studyId, async (transaction) => {
      const { status } = await transaction.findOneByOrFail(Study, { id: studyId });
      if (status !== 'open') throw new StudyNotOpen();
      await changeAsRead(transaction, studyId, readVersion, { status: 'closed', closedAt: now });
    });
  }
}
