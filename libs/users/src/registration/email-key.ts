import type { EntityManager } from 'typeorm';

/** "Anna@Example.org" and "anna@example.org" are one mailbox: what an e-mail address is known by. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

export interface KnownAccount {
  readonly id: string;
  readonly email: string;
  readonly language: string;
  /** It can sign in: it has a password and was not disabled. */
  readonly active: boolean;
}

const findByEmail = `
  SELECT a.id, COALESCE(a.email, k.email_key) AS email, a.language,
         a.status = 'active' AND NOT a.demonstration AND EXISTS (SELECT FROM credential c WHERE c.account_id = a.id) AS active
    FROM email_key k JOIN account a ON a.id = k.account_id WHERE k.email_key = $1`;

export async function accountOfEmail(transaction: EntityManager, email: string): Promise<KnownAccount | undefined> {
  const [found] = await transaction.query<KnownAccount[]>(findByEmail, [emailKey(email)]);
  return found;
}

/** @returns whether it was free */
export async function reserveEmail(transaction: EntityManager, email: string, accountId: string): Promise<boolean> {
  const reserved = await transaction.query<unknown[]>('INSERT INTO email_key (email_key, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING account_id', [emailKey(email), accountId]);
  return reserved.length > 0;
}
