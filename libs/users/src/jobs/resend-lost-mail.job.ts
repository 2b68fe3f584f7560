import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { ResendLostMail, resendLostMailJob } from '@anamnesis/users';

@Injectable()
@HandlesJob(resendLostMailJob, { everyMs: 10_000 })
export class ResendLostMailJob implements JobHandler<typeof resendLostMailJob> {
  constructor(private readonly resendLostMail: ResendLostMail) {}

  async handle(): Promise<void> {
    await this.resendLostMail.execute();
  }
}
