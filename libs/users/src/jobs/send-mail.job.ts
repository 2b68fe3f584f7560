import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { SendMail, sendMailJob } from '@anamnesis/users';

@Injectable()
@HandlesJob(sendMailJob)
export class SendMailJob implements JobHandler<typeof sendMailJob> {
  constructor(private readonly sendMail: SendMail) {}

  handle({ mailId }: { mailId: string }): Promise<void> {
    return this.sendMail.execute(mailId);
  }
}
