import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type ReadStudies, Studies } from './studies';
import { type StudyRow, studySelect } from './study.row';
import { studyStatement } from './study-statement';

const listStudies = studyStatement('research.studies', `${studySelect} WHERE app.is_study_opened(s.id) AND ($4::uuid IS NULL OR s.id < $4) ORDER BY s.id DESC LIMIT $3`);

@Injectable()
export class ListStudies {
  constructor(private readonly studies: Studies) {}

  /** Those that the caller may know of, newest first; one more than the limit where there are more. @throws SignInEnded */
  execute(acting: Acting, { limit, before }: { limit: number; before?: string | undefined }): Promise<ReadStudies<StudyRow>> {
    return this.studies.read<StudyRow>(acting, null, listStudies, [limit + 1, before ?? null]);
  }
}
