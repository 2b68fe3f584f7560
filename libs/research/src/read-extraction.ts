import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { ExtractionUnknown } from './extraction.errors';
import { type ExtractionRow, extractionSelect } from './extraction.row';
import { Studies } from './studies';
import { studyStatement } from './study-statement';

const readExtraction = studyStatement('research.extraction', `${extractionSelect} WHERE e.study_id = $2::uuid AND e.number = $3::integer`);

@Injectable()
export class ReadExtraction {
  constructor(private readonly studies: Studies) {}

  /** @throws ExtractionUnknown, StudyUnknown, SignInEnded */
  async execute(acting: Acting, studyId: string, number: number): Promise<ExtractionRow> {
    const { rows } = await this.studies.read<ExtractionRow>(acting, studyId, readExtraction, [number]);
    const [extraction] = rows;
    if (!extraction) throw new ExtractionUnknown();
    return extraction;
  }
}
