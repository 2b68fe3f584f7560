export { FolderMailer } from './folder.mailer';
export { MailModule, type MailOptions } from './mail.module';
export { MailNotTaken, MailRefused } from './mail.errors';
export { mailSettings } from './mail-settings';
export { type Mail, Mailer } from './mailer';
export { SmtpMailer } from './smtp.mailer';
