import { Injectable } from '@nestjs/common';
import { Jobs } from '@anamnesis/queue';
import type { Acting } from '@anamnesis/sign-in';
import { nudgeIdOf, runExtractionJob } from './extraction-jobs';
import { lockNumbering, nextNumber } from './extraction-number';
import { Studies } from './studies';
import { StudyNotOpen } from './study.errors';

const insert = `
  INSERT INTO extraction (study_id, number, requested_by)
  SELECT s.id, ${nextNumber('$1::uuid')}, $2::uuid FROM study s WHERE s.id = $1 AND s.status = 'open' RETURNING number`;

@Injectable()
export class RequestExtraction {
  constructor(
    private readonly studies: Studies,
    private readonly jobs: Jobs,
  ) {}

  /**
   * A run by hand. It publishes what a run by the schedule would, and only counts before the study's period has passed.
   * @returns its number in the study
   * @throws StudyNotOpen, StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async execute(acting: Acting, studyId: string): Promise<number> {
    const number = await this.studies.manage(acting, studyId, async (transaction) => {
      await transaction.query(lockNumbering, [studyId]);
      const [run] = await transaction.query<{ number: number }[]>(insert, [studyId, acting.accountId]);
      if (!run) throw new StudyNotOpen();
      return run.number;
    });
    await this.jobs.enqueue(runExtractionJob, { studyId, number }, { jobId: nudgeIdOf(studyId, number) });
    return number;
  }
}
