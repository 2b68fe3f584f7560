import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Announce } from './announce';
import { Charts } from '../charts/charts';
import { type RestrictedKind, type RestrictionRow, restrictionColumns } from './list-restrictions';
import { NamedDoctorUnknown, NothingToRestrict, RestrictionNotAllowed } from './restriction.errors';
import { accountsOfPatients } from './whom-to-tell';

export interface NewRestriction {
  readonly kind: RestrictedKind;
  /** One thing; all of the kind that are there now where it is left out. */
  readonly id?: string | undefined;
  /** Who sees it all the same. */
  readonly doctors: readonly string[];
  readonly primarySees: boolean;
}

@Injectable()
export class MakeRestriction {
  constructor(
    private readonly charts: Charts,
    private readonly announce: Announce,
  ) {}

  /**
   * Hides a part of the record, with what came with it, from doctors who are not named. Nothing tells them that it is there.
   * @throws RestrictionNotAllowed, NothingToRestrict, NamedDoctorUnknown, and what Charts throws
   */
  execute(acting: Acting, patientId: string, { kind, id: thingId, doctors, primarySees }: NewRestriction): Promise<RestrictionRow> {
    return this.charts.write(acting, patientId, async (transaction) => {
      await check(transaction, doctors);
      const id = v7();
      await transaction.query(
        'INSERT INTO restriction (patient_id, id, category, thing, thing_id, doctors, primary_sees, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [patientId, id, thingId === undefined ? kind : null, thingId === undefined ? null : kind, thingId ?? null, doctors, primarySees, acting.accountId],
      );
      const [hidden] = await transaction.query<{ rows: number }[]>('SELECT app.apply_restriction($1::uuid) AS rows', [id]);
      if (thingId !== undefined && hidden?.rows === 0) throw new NothingToRestrict();
      const to = (await accountsOfPatients(transaction, [patientId])).get(patientId) ?? [];
      await this.announce.execute(transaction, { kind: 'restriction-made', patientId, to: to.filter((accountId) => accountId !== acting.accountId), about: { restrictionId: id } });
      const [made] = await transaction.query<RestrictionRow[]>(`SELECT ${restrictionColumns} FROM restriction WHERE patient_id = $1 AND id = $2`, [patientId, id]);
      if (!made) throw new Error('The restriction was inserted and did not come back');
      return made;
    });
  }
}

async function check(transaction: EntityManager, doctors: readonly string[]): Promise<void> {
  const [right] = await transaction.query<{ may: boolean }[]>("SELECT app.may_write() = 'home-measures' AND app.audience() = 'patient' AS may");
  if (!right?.may) throw new RestrictionNotAllowed();
  const known = new Set((await transaction.query<{ id: string }[]>('SELECT id FROM doctor WHERE id = ANY ($1::uuid[])', [doctors])).map(({ id }) => id));
  const unknown = doctors.flatMap((id, place) => (known.has(id) ? [] : [place]));
  if (unknown.length > 0) throw new NamedDoctorUnknown(unknown);
}
