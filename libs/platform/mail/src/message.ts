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
    text: wrapped(text),
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** As wide as mails are written, which goes out as it is: longer lines are encoded, and a link in them is broken for whoever reads the file. */
function wrapped(text: string): string {
  return text.split('\n').map((line) => line.replace(/(?=.{73})(.{1,72}) /g, '$1\n')).join('\n');
}
