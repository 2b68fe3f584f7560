import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { RequestOrigin } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import type { HumanName } from '../patients/human-name';
import type { OwnWords } from '../sign-in/judge-password';
import { linkSecretHash, newLinkSecret } from './link-secret';
import { LinkUnusable } from './registration.errors';

export type LinkPurpose = 'registration' | 'password-reset' | 'email-change' | 'invitation';

export interface NewLink {
  readonly purpose: LinkPurpose;
  readonly accountId?: string | undefined;
  readonly invitationId?: string | undefined;
  readonly about?: object;
  /** 0: of a mail that goes to nobody. */
  readonly goodForHours: number;
}

export interface UsedLink {
  readonly purpose: LinkPurpose;
  /** The account that it is of, or that is now to be made. */
  readonly accountId: string;
  /** The patient that is now to be made, of a registration. */
  readonly personId: string;
  readonly invitationId: string | null;
  readonly about: Readonly<Record<string, unknown>>;
}

const insertLink = `INSERT INTO mail_link (id, token_hash, purpose, account_id, invitation_id, about, expires_at) VALUES ($1, $2, $3, $4, $5, $6::jsonb, now() + make_interval(hours => $7))`;
const whoseLink = {
  name: 'users.whose-link',
  text: `SELECT a.username, COALESCE(a.email, i.email, l.about ->> 'email') AS email, COALESCE(a.names, i.names, l.about -> 'names', '[]') AS names
    FROM mail_link l LEFT JOIN account a ON a.id = l.account_id LEFT JOIN invitation i ON i.id = l.invitation_id
   WHERE l.token_hash = $1 AND l.purpose = ANY ($2) AND l.used_at IS NULL AND l.expires_at > now()`,
};
const openLink = {
  name: 'users.open-link',
  text: 'SELECT link_id, purpose, account_id, invitation_id, about FROM app.open_link($1, $2::text[], $3, $4, $5::jsonb)',
};

interface LinkRow {
  link_id: string | null;
  purpose: LinkPurpose;
  account_id: string | null;
  invitation_id: string | null;
  about: Record<string, unknown>;
}

/** The secrets that go out by mail. */
@Injectable()
export class Links {
  constructor(private readonly database: Database) {}

  /** @returns the secret */
  async make(transaction: EntityManager, { purpose, accountId, invitationId, about = {}, goodForHours }: NewLink): Promise<string> {
    const { token, tokenHash } = newLinkSecret();
    await transaction.query(insertLink, [v7(), tokenHash, purpose, accountId ?? null, invitationId ?? null, JSON.stringify(about), goodForHours]);
    return token;
  }

  /** Before anything costly is done for it, such as hashing. @returns what a password may not consist of. @throws LinkUnusable */
  async whose(token: string, purposes: readonly LinkPurpose[]): Promise<OwnWords> {
    const [found] = await this.database.query<{ username: string | null; email: string | null; names: HumanName[] }>(whoseLink, [linkSecretHash(token), purposes]);
    if (!found) throw new LinkUnusable();
    const { username, email, names } = found;
    return { email, names, ...(username === null ? {} : { username }) };
  }

  /** A transaction in the name of the link, which is used up if it commits. @throws LinkUnusable */
  use<T>(token: string, purposes: readonly LinkPurpose[], request: RequestOrigin, work: (transaction: EntityManager, link: UsedLink) => Promise<T>): Promise<T> {
    const [newAccountId, personId] = [v7(), v7()];
    return this.database.inTransaction(async (transaction) => {
      const [found] = await this.database.queryInTransaction<LinkRow>(openLink, [linkSecretHash(token), purposes, newAccountId, personId, JSON.stringify(request)]);
      if (!found?.link_id) throw new LinkUnusable();
      return work(transaction, { purpose: found.purpose, accountId: found.account_id ?? newAccountId, personId, invitationId: found.invitation_id, about: found.about });
    });
  }
}
