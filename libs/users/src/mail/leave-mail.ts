import type { EntityManager } from 'typeorm';
import type { MailKind } from './mail-kinds';

/** Demonstration accounts have addresses of nobody. */
const leave = `INSERT INTO outgoing_mail (id, kind, language, address, fill, expires_at)
  SELECT given.id, $2, a.language, a.email, '{}', now() + interval '72 hours'
    FROM unnest($1::uuid[], $3::uuid[]) AS given (id, account_id) JOIN account a ON a.id = given.account_id
   WHERE a.email IS NOT NULL AND a.status = 'active' AND NOT a.demonstration`;

/**
 * Mails to accounts, many at once, that nobody waits for: without a nudge, so that a verb needs no queue to leave them. The schedule that
 * looks for lost mail finds them within some seconds of the commit.
 * @param mails the id of each, and the account that it goes to
 */
export async function leaveMail(transaction: EntityManager, kind: MailKind, mails: readonly { readonly id: string; readonly accountId: string }[]): Promise<void> {
  await transaction.query(leave, [mails.map(({ id }) => id), kind, mails.map(({ accountId }) => accountId)]);
}
