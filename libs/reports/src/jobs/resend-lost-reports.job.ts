import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { ResendLostReports, resendLostReportsJob } from '@anamnesis/reports';

@Injectable()
@HandlesJob(resendLostReportsJob, { everyMs: 30_000 })
export class ResendLostReportsJob implements JobHandler<typeof resendLostReportsJob> {
  constructor(private readonly resendLostReports: ResendLostReports) {}

  async handle(): Promise<void> {
    await this.resendLostReports.execute();
  }
}
