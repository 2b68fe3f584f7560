import { Injectable } from '@nestjs/common';
import { Database, sqlstate, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Charts } from '@anamnesis/users';
import type { EntityManager } from 'typeorm';
import { Visit } from './visit.entity';
import { VisitChanged, VisitNotAllowed, VisitUnknown } from './visit.errors';
import type { VisitRow } from './visit.row';
import { visitSelect } from './visit-select';

const release = (table: string) =>
  `UPDATE ${table} SET patient_visible_from = $3::timestamptz, version = version + 1 WHERE patient_id = $1::uuid AND visit_id = $2::uuid AND patient_visible_from IS NULL`;
const releaseChildren = {
  name: 'visits.release-children',
  text: `WITH measures AS (${release('measure')}), diagnoses AS (${release('diagnosis')}), treatments AS (${release('treatment')}), allergies AS (${release('allergy')})
    ${release('immunization')}`,
};
const readCompleted = { name: 'visits.completed-visit', text: visitSelect('$1::uuid', '$2::uuid') };

@Injectable()
export class CompleteVisit {
  constructor(
    private readonly charts: Charts,
    private readonly database: Database,
  ) {}

  /**
   * Completes an open visit: the patient sees it from now on, with all that came with it.
   * @param readVersion the version that the caller has read
   * @throws VisitUnknown, VisitAlreadyCompleted, VisitChanged, VisitNotAllowed, and what Charts throws
   */
  async execute(acting: Acting, patientId: string, visitId: string, readVersion: number): Promise<VisitRow> {
    try {
      return await this.charts.write(acting, patientId, async (transaction) => {
        await complete(transaction, patientId, visitId, readVersion);
        const [visit] = await this.releaseAndRead(patientId, visitId);
        if (!visit) throw new VisitUnknown();
        return visit;
      });
    } catch (error) {
      throw sqlstateOf(error) === sqlstate.insufficientPrivilege ? new VisitNotAllowed() : error;
    }
  }

  private async releaseAndRead(patientId: string, visitId: string): Promise<VisitRow[]> {
    await this.database.queryInTransaction(releaseChildren, [patientId, visitId, new Date()]);
    return this.database.queryInTransaction<VisitRow>(readCompleted, [patientId, visitId]);
  }
}

async function complete(transaction: EntityManager, patientId: string, visitId: string, readVersion: number): Promise<void> {
  const visit = await transaction.findOneBy(Visit, { patientId, id: visitId });
  if (!visit) throw new VisitUnknown();
  visit.complete(readVersion, new Date());
  const { status, completedAt, patientVisibleFrom, version } = visit;
  // Of two who complete it at once, the version lets one through.
  const { affected } = await transaction.update(Visit, { patientId, id: visitId, version: readVersion }, { status, completedAt, patientVisibleFrom, version });
  if (affected !== 1) throw new VisitChanged();
}
