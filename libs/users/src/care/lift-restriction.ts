import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { Announce } from './announce';
import { Charts } from '../charts/charts';
import { type RestrictionRow, restrictionColumns } from './list-restrictions';
import { RestrictionChanged, RestrictionLifted, RestrictionUnknown } from './restriction.errors';
import { accountsOfPatients } from './whom-to-tell';

@Injectable()
export class LiftRestriction {
  constructor(
    private readonly charts: Charts,
    private readonly announce: Announce,
  ) {}

  /**
   * Shows again what this restriction alone hid; files made before stay hidden.
   * @param readVersion the version that the caller has read
   * @throws RestrictionUnknown, RestrictionLifted, RestrictionChanged, and what Charts throws
   */
  execute(acting: Acting, patientId: string, restrictionId: string, readVersion: number): Promise<RestrictionRow> {
    return this.charts.write(acting, patientId, async (transaction) => {
      const found = await find(transaction, restrictionId);
      if (!found) throw new RestrictionUnknown();
      if (found.version !== readVersion) throw new RestrictionChanged();
      if (found.lifted_at !== null) throw new RestrictionLifted();
      const [, changed] = await transaction.query<[unknown[], number]>(
        'UPDATE restriction SET lifted_at = now(), lifted_by = $3::uuid, version = version + 1 WHERE patient_id = ANY (app.opened_patients()) AND id = $1::uuid AND version = $2', [restrictionId, readVersion, acting.accountId]);
      if (changed !== 1) throw new RestrictionChanged();
      await transaction.query('SELECT app.lift_restriction($1::uuid)', [restrictionId]);
      const to = (await accountsOfPatients(transaction, [patientId])).get(patientId) ?? [];
      await this.announce.execute(transaction, { kind: 'restriction-lifted', patientId, to: to.filter((accountId) => accountId !== acting.accountId), about: { restrictionId } });
      return { ...found, lifted_at: new Date(), version: readVersion + 1 };
    });
  }
}

async function find(transaction: EntityManager, restrictionId: string): Promise<RestrictionRow | undefined> {
  const [found] = await transaction.query<RestrictionRow[]>(`SELECT ${restrictionColumns} FROM restriction WHERE patient_id = ANY (app.opened_patients()) AND id = $1::uuid`, [restrictionId]);
  return found;
}
