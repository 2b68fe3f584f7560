import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { SignInEnded } from '../charts/chart.errors';
import { OrganisationNotYours, OrganisationUnclear } from './account-rules.errors';

const open = { name: 'users.open-organisations', text: 'SELECT outcome, organisation_ids FROM app.open_organisations($1::jsonb)' };

/** The organisations whose people and places somebody works for, in the role that they are signed in with. */
@Injectable()
export class Workplaces {
  constructor(private readonly database: Database) {}

  /**
   * A transaction in the name of who acts. Null: an auditor, who looks at all of them.
   * @throws SignInEnded
   */
  work<T>(acting: Acting, work: (transaction: EntityManager, organisationIds: readonly string[] | null) => Promise<T>): Promise<T> {
    return this.database.inTransaction(async (transaction) => {
      const [opened] = await this.database.queryInTransaction<{ outcome: string; organisation_ids: string[] | null }>(open, [JSON.stringify(acting)]);
      if (opened?.outcome !== 'open') throw new SignInEnded();
      return work(transaction, acting.role === 'auditor' ? null : (opened.organisation_ids ?? []));
    });
  }
}

/** The organisation that is meant: the one that is named, or the only one. @throws OrganisationNotYours, OrganisationUnclear */
export function organisationMeant(organisationIds: readonly string[] | null, named: string | undefined): string {
  const [only, another] = organisationIds ?? [];
  if (named === undefined) {
    if (only === undefined || another !== undefined) throw new OrganisationUnclear();
    return only;
  }
  if (!organisationIds?.includes(named)) throw new OrganisationNotYours();
  return named;
}
