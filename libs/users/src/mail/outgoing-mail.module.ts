import { type DynamicModule, Module } from '@nestjs/common';
import { QueueMail } from './queue-mail';
import { ResendLostMail } from './resend-lost-mail';
import { PUBLIC_URL, SendMail } from './send-mail';

/** For whoever has something to send. */
@Module({ providers: [QueueMail], exports: [QueueMail] })
export class OutgoingMailModule {}

/** For whoever sends it; needs MailModule. */
@Module({})
export class SendMailModule {
  /** @param publicUrl where people reach the product */
  static forRoot(publicUrl: string): DynamicModule {
    return { module: SendMailModule, providers: [SendMail, ResendLostMail, { provide: PUBLIC_URL, useValue: publicUrl }], exports: [SendMail, ResendLostMail] };
  }
}
