import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { freezeProfile, profileMeasuresSelect } from './freeze-profile';
import { judgeDesign } from './judge-design';
import { Studies } from './studies';
import { Study } from './study.entity';
import { DesignRefused, StudyNotDraft } from './study.errors';
import { changeAsRead } from './study-change';
import type { ProfileMeasure } from './study-design';

@Injectable()
export class OpenStudy {
  constructor(private readonly studies: Studies) {}

  /**
   * From now on people can be asked, the schedule counts, and what may leave is fixed: the design, and the measures as they are known today.
   * @param readVersion of the draft that the caller has read, so that nobody opens what they have not seen
   * @throws DesignRefused with all faults, StudyNotDraft, StudyChanged, StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async execute(acting: Acting, studyId: string, readVersion: number, now = new Date()): Promise<void> {
    await this.studies.manage(acting, studyId, async (transaction) => {
      const { status, design } = await transaction.findOneByOrFail(Study, { id: studyId });
      if (status !== 'draft') throw new StudyNotDraft();
      const faults = judgeDesign(design, now);
      if (faults.length > 0) throw new DesignRefused(faults);
      const measures = await transaction.query<ProfileMeasure[]>(profileMeasuresSelect);
      await changeAsRead(transaction, studyId, readVersion, { status: 'open', openedAt: now, profile: freezeProfile(design, measures) });
    });
  }
}
