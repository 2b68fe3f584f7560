import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mailer';

/** What nodemailer composes: plain text, and the headers that keep machines from answering it (RFC 3834). */
export function message({ id, to, subject, text, language }: Mail, from: string): SendMailOptions {
  const domain = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    // As an object, so that no comma or bracket in it makes a second address.
    to: { name: '', address: to },
    subject,
    text,
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
