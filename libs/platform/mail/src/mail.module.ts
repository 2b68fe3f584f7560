import { fileURLToPath } from 'node:url';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { FolderMailer } from './folder.mailer';
import { Mailer } from './mailer';
import { SmtpMailer } from './smtp.mailer';

export interface MailOptions {
  /** As MAIL_URL says. */
  readonly url: string;
  readonly from: string;
}

/** Global, because a process has one way out for its mail. */
@Global()
@Module({})
export class MailModule {
  static forRoot({ url, from }: MailOptions): DynamicModule {
    const place = new URL(url);
    const mailer = place.protocol === 'file:' ? new FolderMailer(fileURLToPath(place), from) : new SmtpMailer(place, from);
    return { module: MailModule, providers: [{ provide: Mailer, useValue: mailer }], exports: [Mailer] };
  }
}
