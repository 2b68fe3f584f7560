import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { NewStudy } from './create-study';
import { Studies } from './studies';
import { Study } from './study.entity';
import { StudyNotDraft } from './study.errors';
import { changeAsRead } from './study-change';

export type StudyChanges = { readonly [Field in keyof NewStudy]?: NewStudy[Field] | undefined };

@Injectable()
export class ChangeStudy {
  constructor(private readonly studies: Studies) {}

  /**
   * Changes a draft; a design is replaced whole.
   * @param readVersion the version that the caller has read
   * @throws StudyNotDraft, StudyChanged, StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async execute(acting: Acting, studyId: string, readVersion: number, { title, purpose, design }: StudyChanges): Promise<void> {
    await this.studies.manage(acting, studyId, async (transaction) => {
      const { status } = await transaction.findOneByOrFail(Study, { id: studyId });
      if (status !== 'draft') throw new StudyNotDraft();
      await changeAsRead(transaction, studyId, readVersion, { ...(title === undefined ? {} : { title }), ...(purpose === undefined ? {} : { purpose }), ...(design === undefined ? {} : { design }) });
    });
  }
}
