import { createTransport } from 'nodemailer';
import type { Mail } from './mailer';
import { Mailer } from './mailer';
import { MailNotTaken, MailRefused } from './mail.errors';
import { message } from './message';

/** The server takes it within this time, or it was not taken: far below the time after which another worker tries. */
const patienceMs = 30_000;

export class SmtpMailer extends Mailer {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(
    url: URL,
    private readonly from: string,
    private readonly patience = patienceMs,
  ) {
    super();
    const secure = url.protocol === 'smtps:';
    const user = decodeURIComponent(url.username);
    this.transport = createTransport({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      requireTLS: url.protocol === 'smtp:',
      ignoreTLS: url.protocol === 'smtp+plain:',
      ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
    });
  }

  async send(mail: Mail): Promise<void> {
    try {
      // One limit over all steps: a server that drips would pass each of the limits above.
      await this.transport.sendMail({ ...message(mail, this.from), signal: AbortSignal.timeout(this.patience) });
    } catch (error) {
      throw isPermanent(error) ? new MailRefused() : new MailNotTaken();
    }
  }
}

/** Of the message, not of the sign-in: a changed password of the account at the server is put right by an operator. */
function isPermanent(error: unknown): boolean {
  const { permanent, code } = error as { permanent?: boolean; code?: string };
  return permanent === true && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
