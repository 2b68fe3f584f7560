import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { StartDueExtractions, startDueExtractionsJob } from '@anamnesis/research';

@Injectable()
@HandlesJob(startDueExtractionsJob, { everyMs: 30_000 })
export class StartDueExtractionsJob implements JobHandler<typeof startDueExtractionsJob> {
  constructor(private readonly startDueExtractions: StartDueExtractions) {}

  async handle(): Promise<void> {
    await this.startDueExtractions.execute();
  }
}
