import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Studies } from './studies';
import { StudyUnknown } from './study.errors';
import { type ReadStudyRow, type StudyRow, studySelect } from './study.row';
import { studyStatement } from './study-statement';

const readStudy = studyStatement('research.study', `${studySelect} WHERE s.id = $2::uuid AND app.is_study_opened(s.id)`);

@Injectable()
export class ReadStudy {
  constructor(private readonly studies: Studies) {}

  /** @throws StudyUnknown, SignInEnded */
  async execute(acting: Acting, studyId: string): Promise<ReadStudyRow> {
    const { right, rows } = await this.studies.read<StudyRow>(acting, studyId, readStudy, []);
    const [study] = rows;
    if (!study) throw new StudyUnknown();
    return { right, study };
  }
}
