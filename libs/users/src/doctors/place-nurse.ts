import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { CareForSelf } from '../care/care.errors';
import { NursePlaceUnknown, NurseUnknown } from './nurse.errors';
import { openOwnAccount } from '../charts/own-context';

@Injectable()
export class PlaceNurse {
  constructor(private readonly database: Database) {}

  /**
   * Says at which locations a nurse works: there they are in care of who comes on the day. By an admin of the organisation, never for themselves.
   * @throws NurseUnknown, NursePlaceUnknown, CareForSelf, SignInEnded
   */
  execute(acting: Acting, nurseAccountId: string, locationIds: readonly string[]): Promise<void> {
    return this.database.inTransaction(async (transaction) => {
      await openOwnAccount(transaction, acting);
      if (nurseAccountId === acting.accountId) throw new CareForSelf();
      const allowed = await placesOf(transaction, acting, nurseAccountId);
      const strangers = locationIds.flatMap((id, place) => (allowed.has(id) ? [] : [place]));
      if (strangers.length > 0) throw new NursePlaceUnknown(strangers);
      await transaction.query('DELETE FROM nurse_location WHERE account_id = $1::uuid AND location_id = ANY ($2::uuid[]) AND location_id <> ALL ($3::uuid[])', [nurseAccountId, [...allowed], locationIds]);
      await transaction.query('INSERT INTO nurse_location (account_id, location_id) SELECT $1::uuid, id FROM unnest($2::uuid[]) AS asked (id) ON CONFLICT DO NOTHING', [nurseAccountId, locationIds]);
    });
  }
}

/** The locations of the organisations where the one is a nurse and the other an admin. @throws NurseUnknown where there is no such organisation */
async function placesOf(transaction: EntityManager, acting: Acting, nurseAccountId: string): Promise<Set<string>> {
  const rows = await transaction.query<{ id: string | null }[]>(
    `SELECT l.id FROM account_role n JOIN account_role a ON a.organisation_id = n.organisation_id AND a.account_id = $2::uuid AND a.role = 'admin'
       LEFT JOIN location l ON l.organisation_id = n.organisation_id WHERE n.account_id = $1::uuid AND n.role = 'nurse' ORDER BY l.id`,
    [nurseAccountId, acting.accountId],
  );
  if (rows.length === 0) throw new NurseUnknown();
  return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
}
