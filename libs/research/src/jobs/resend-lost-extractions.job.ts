import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { ResendLostExtractions, resendLostExtractionsJob } from '@anamnesis/research';

@Injectable()
@HandlesJob(resendLostExtractionsJob, { everyMs: 30_000 })
export class ResendLostExtractionsJob implements JobHandler<typeof resendLostExtractionsJob> {
  constructor(private readonly resendLostExtractions: ResendLostExtractions) {}

  async handle(): Promise<void> {
    await this.resendLostExtractions.execute();
  }
}
