import { Injectable } from '@nestjs/common';
import { sqlstate, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { AlreadyInCare, CareForSelf, CareNotAllowed, DoctorNotThere, PrimaryTaken } from './care.errors';
import type { CareKind } from './care-relation.entity';
import { Charts } from '../charts/charts';
import { type CareRelationRow, careRelationColumns } from './list-care-relations';
import { TellOfCare } from './tell-of-care';

export interface NewCareRelation {
  readonly doctorId: string;
  readonly kind: CareKind;
  readonly reason: string;
  readonly endsAt?: Date | undefined;
}

@Injectable()
export class BeginCareRelation {
  constructor(
    private readonly charts: Charts,
    private readonly tellOfCare: TellOfCare,
  ) {}

  /**
   * Puts a doctor in care from now on: by a doctor in care (of their own, not by cover or in an emergency), the patient, who acts for them in everything, or an
   * admin; never for a doctor account of their own.
   * @throws CareNotAllowed, CareForSelf, DoctorNotThere, PrimaryTaken, AlreadyInCare, and what Charts throws
   */
  async execute(acting: Acting, patientId: string, relation: NewCareRelation): Promise<CareRelationRow> {
    try {
      return await this.charts.write(acting, patientId, async (transaction) => {
        await checkDoctor(transaction, acting, relation.doctorId);
        const made = await insert(transaction, patientId, relation);
        await this.tellOfCare.execute(transaction, acting, patientId, 'care-relation-made', made, relation.reason);
        return made;
      });
    } catch (error) {
      // Held by the database, so that of two at once one is told.
      if (sqlstateOf(error) === sqlstate.exclusionViolation) throw relation.kind === 'primary' ? new PrimaryTaken() : new AlreadyInCare();
      throw sqlstateOf(error) === sqlstate.insufficientPrivilege ? new CareNotAllowed() : error;
    }
  }
}

async function checkDoctor(transaction: EntityManager, acting: Acting, doctorId: string): Promise<void> {
  const [found] = await transaction.query<{ right: string; account_id: string | null; there: boolean; theirs: boolean }[]>(
    `SELECT app.may_write() AS right, d.account_id, d.id IS NOT NULL AS there, EXISTS (SELECT FROM account_role r WHERE r.account_id = $2::uuid AND r.role = 'admin' AND r.organisation_id = d.organisation_id) AS theirs
       FROM (SELECT) AS nothing LEFT JOIN doctor d ON d.id = $1::uuid AND d.status = 'active'`,
    [doctorId, acting.accountId],
  );
  if (!found || !(['chart', 'home-measures'].includes(found.right) || (found.right === 'person' && acting.role === 'admin'))) throw new CareNotAllowed();
  if (found.account_id === acting.accountId) throw new CareForSelf();
  if (!found.there || (acting.role === 'admin' && !found.theirs)) throw new DoctorNotThere('/doctorId');
}

async function insert(transaction: EntityManager, patientId: string, { doctorId, kind, reason, endsAt }: NewCareRelation): Promise<CareRelationRow> {
  const id = v7();
  await transaction.query('INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, ends_at, reason) VALUES ($1, $2, $3, $4, now(), $5, $6)', [patientId, id, doctorId, kind, endsAt ?? null, reason]);
  const [made] = await transaction.query<CareRelationRow[]>(`SELECT ${careRelationColumns} FROM care_relation c JOIN doctor d ON d.id = c.doctor_id WHERE c.patient_id = $1 AND c.id = $2`, [patientId, id]);
  if (!made) throw new Error('The relation was inserted and did not come back');
  return made;
}
