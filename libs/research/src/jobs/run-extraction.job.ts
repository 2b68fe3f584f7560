import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { RunExtraction, runExtractionJob } from '@anamnesis/research';

@Injectable()
@HandlesJob(runExtractionJob)
export class RunExtractionJob implements JobHandler<typeof runExtractionJob> {
  constructor(private readonly runExtraction: RunExtraction) {}

  handle(run: { studyId: string; number: number }): Promise<void> {
    return this.runExtraction.execute(run);
  }

  gaveUp(run: { studyId: string; number: number }, code: string): Promise<void> {
    return this.runExtraction.giveUp(run, code);
  }
}
