import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type ExtractionRow, extractionSelect } from './extraction.row';
import { Studies } from './studies';
import { studyStatement } from './study-statement';

const listExtractions = studyStatement('research.extractions', `${extractionSelect} WHERE e.study_id = $2::uuid AND ($4::integer IS NULL OR e.number < $4) ORDER BY e.number DESC LIMIT $3`);

@Injectable()
export class ListExtractions {
  constructor(private readonly studies: Studies) {}

  /** Newest first; one more than the limit where there are more. @throws StudyUnknown, SignInEnded */
  async execute(acting: Acting, studyId: string, { limit, before }: { limit: number; before?: number | undefined }): Promise<readonly ExtractionRow[]> {
    const { rows } = await this.studies.read<ExtractionRow>(acting, studyId, listExtractions, [limit + 1, before ?? null]);
    return rows;
  }
}
