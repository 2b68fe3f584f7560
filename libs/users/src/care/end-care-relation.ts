import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { CareNotAllowed, CareRelationChanged, CareRelationEnded, CareRelationUnknown } from './care.errors';
import { Charts } from '../charts/charts';
import { type CareRelationRow, careRelationColumns } from './list-care-relations';
import { TellOfCare } from './tell-of-care';

@Injectable()
export class EndCareRelation {
  constructor(
    private readonly charts: Charts,
    private readonly tellOfCare: TellOfCare,
  ) {}

  /**
   * Ends a relation now: a doctor their own, the patient, who acts for them in everything, or an admin any.
   * @param readVersion the version that the caller has read
   * @throws CareRelationUnknown, CareRelationEnded, CareRelationChanged, CareNotAllowed, and what Charts throws
   */
  execute(acting: Acting, patientId: string, relationId: string, readVersion: number, reason: string): Promise<CareRelationRow> {
    return this.charts.write(acting, patientId, async (transaction) => {
      await check(transaction, acting, relationId, readVersion);
      const [, changed] = await transaction.query<[unknown[], number]>(
        `UPDATE care_relation SET ends_at = GREATEST(now(), starts_at), end_reason = $3, version = version + 1
          WHERE patient_id = ANY (app.opened_patients()) AND id = $1::uuid AND version = $2 AND (ends_at IS NULL OR ends_at > now())`,
        [relationId, readVersion, reason],
      );
      const ended = await find(transaction, relationId);
      // Of two who end it at once, the version lets one through.
      if (changed !== 1 || !ended) throw new CareRelationChanged();
      await this.tellOfCare.execute(transaction, acting, patientId, 'care-relation-ended', ended, reason);
      return ended;
    });
  }
}

async function check(transaction: EntityManager, acting: Acting, relationId: string, readVersion: number): Promise<void> {
  const found = await find(transaction, relationId);
  if (!found) throw new CareRelationUnknown();
  const own = found.doctor_id === found.opened_doctor;
  const allowed = found.right === 'chart' ? own : found.right === 'home-measures' || (found.right === 'person' && acting.role === 'admin');
  if (!allowed) throw new CareNotAllowed();
  if (found.version !== readVersion) throw new CareRelationChanged();
  if (found.over) throw new CareRelationEnded();
}

async function find(transaction: EntityManager, relationId: string): Promise<(CareRelationRow & { right: string; opened_doctor: string | null; over: boolean }) | undefined> {
  const [found] = await transaction.query<(CareRelationRow & { right: string; opened_doctor: string | null; over: boolean })[]>(
    `SELECT ${careRelationColumns}, app.may_write() AS right, app.opened_doctor() AS opened_doctor, COALESCE(c.ends_at <= now(), false) AS over
       FROM care_relation c JOIN doctor d ON d.id = c.doctor_id WHERE c.patient_id = ANY (app.opened_patients()) AND c.id = $1::uuid`,
    [relationId],
  );
  return found;
}
