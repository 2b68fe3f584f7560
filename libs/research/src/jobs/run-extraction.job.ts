import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { type ExtractionKey, RunExtraction, runExtractionJob } from '@anamnesis/research';

@Injectable()
@HandlesJob(runExtractionJob)
export class RunExtractionJob implements JobHandler<typeof runExtractionJob> {
  constructor(private readonly runExtraction: RunExtraction) {}

  async handle(run: ExtractionKey): Promise<void> {
    await this.runExtraction.execute(run);
  }

  gaveUp(run: ExtractionKey, code: string): Promise<void> {
    return this.runExtraction.giveUp(run, code);
  }
}
