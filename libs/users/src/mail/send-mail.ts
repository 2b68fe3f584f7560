import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { MailNotTaken, MailRefused, Mailer } from '@anamnesis/mail';
import type { MailKind } from './mail-kinds';
import { textsIn } from './mail-texts';

export const PUBLIC_URL = Symbol('public url');

/** A worker that has not sent a mail by then is held for dead: a server has half a minute to take it. */
export const heldForLostSeconds = 300;

interface ClaimedMail {
  readonly kind: MailKind;
  readonly language: string;
  readonly address: string | null;
  readonly fill: { readonly token?: string };
  readonly attempts: number;
  readonly late: boolean;
}

const claimMail = {
  name: 'users.claim-mail',
  text: `UPDATE outgoing_mail SET status = 'sending', attempts = attempts + 1, claimed_at = now()
    WHERE id = $1 AND (status = 'queued' AND not_before <= now() OR status = 'sending' AND claimed_at < now() - make_interval(secs => $2))
    RETURNING kind, language, address, fill, attempts, expires_at < now() AS late`,
};
/** The number of the attempt is what a worker shows to write: one that was held for dead finds another there. */
const endMail = {
  name: 'users.end-mail',
  text: `UPDATE outgoing_mail SET status = $3, problem = $4, address = NULL, fill = '{}', ended_at = now() WHERE id = $1 AND status = 'sending' AND attempts = $2`,
};
const laterMail = {
  name: 'users.send-mail-later',
  text: `UPDATE outgoing_mail SET status = 'queued', problem = $3, not_before = now() + make_interval(secs => LEAST(3600, 5 * 2 ^ LEAST(attempts, 10)))
    WHERE id = $1 AND status = 'sending' AND attempts = $2`,
};

const pages: Readonly<Partial<Record<MailKind, string>>> = { registration: 'confirm', invitation: 'confirm', 'password-reset': 'reset-password', 'email-change': 'confirm-email' };

@Injectable()
export class SendMail {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  /**
   * Sends a mail that waits, and forgets whom it was for. Of several workers one does; where the one died between the server's word and its
   * own, the mail goes out again, with the same Message-ID.
   * @throws MailNotTaken where it is to be tried later
   */
  async execute(mailId: string): Promise<void> {
    const mail = await this.change<ClaimedMail>(claimMail, [mailId, heldForLostSeconds]);
    if (!mail) return;
    if (mail.kind === 'nobody' || mail.address === null) return this.end(mailId, mail, 'dropped');
    if (mail.late) return this.end(mailId, mail, 'failed', 'mail.too-late');
    try {
      const { language, texts } = textsIn(mail.language);
      await this.mailer.send({ id: mailId, to: mail.address, language, ...texts[mail.kind](this.linkOf(mail)) });
    } catch (error) {
      if (error instanceof MailRefused) return this.end(mailId, mail, 'failed', error.code);
      await this.change(laterMail, [mailId, mail.attempts, error instanceof MailNotTaken ? error.code : 'unexpected']);
      throw error;
    }
    await this.end(mailId, mail, 'sent');
  }

  /** The secret stands behind #, which browsers send to no server and no log keeps. */
  private linkOf({ kind, fill }: ClaimedMail): string {
    const base = this.publicUrl.replace(/\/+$/, '');
    return fill.token === undefined ? `${base}/sign-in` : `${base}/${pages[kind] ?? 'confirm'}#${fill.token}`;
  }

  private async end(mailId: string, { attempts }: ClaimedMail, status: 'sent' | 'dropped' | 'failed', problem: string | null = null): Promise<void> {
    await this.change(endMail, [mailId, attempts, status, problem]);
  }

  private change<Row extends object>(statement: { name: string; text: string }, values: readonly unknown[]): Promise<Row | undefined> {
    return this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('send-mail')`);
      return (await this.database.queryInTransaction<Row>(statement, values))[0];
    });
  }
}
