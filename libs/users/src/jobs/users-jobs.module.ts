import { type DynamicModule, Module } from '@nestjs/common';
import { SendMailModule } from '@anamnesis/users';
import { ResendLostMailJob } from './resend-lost-mail.job';
import { SendMailJob } from './send-mail.job';

/** The jobs door of users. */
@Module({})
export class UsersJobsModule {
  static forRoot(publicUrl: string): DynamicModule {
    return { module: UsersJobsModule, imports: [SendMailModule.forRoot(publicUrl)], providers: [SendMailJob, ResendLostMailJob] };
  }
}
