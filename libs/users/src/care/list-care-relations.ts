import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { CareKind } from './care-relation.entity';
import { chartStatement } from '../charts/chart-statement';
import { Charts } from '../charts/charts';
import type { HumanName } from '../patients/human-name';
import { openReviews } from '../charts/own-context';

export interface CareRelationRow {
  readonly id: string;
  readonly doctor_id: string;
  readonly doctor_names: readonly HumanName[];
  readonly specialty: string | null;
  readonly kind: CareKind;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly reason: string;
  readonly end_reason: string | null;
  readonly appointment_id: string | null;
  readonly version: number;
}

export interface CareRelationsQuery {
  readonly limit: number;
  /** The last one that was shown. */
  readonly before?: string | undefined;
  /** Only those that hold now. */
  readonly current: boolean;
}

/** Of a relation called `c`, whose doctor is `d`. */
export const careRelationColumns = `c.id, c.doctor_id, d.names AS doctor_names, d.specialty, c.kind, c.starts_at, c.ends_at, c.reason, c.end_reason, c.appointment_id, c.version`;

const select = (patientId: string) => `SELECT ${careRelationColumns} FROM care_relation c JOIN doctor d ON d.id = c.doctor_id
  WHERE c.patient_id = ${patientId} AND ($4::uuid IS NULL OR c.id < $4) AND (NOT $5::boolean OR (c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())))
  ORDER BY c.id DESC LIMIT $3`;
const listCareRelations = chartStatement('users.care-relations', select('opened.patient_id'), 'person');

@Injectable()
export class ListCareRelations {
  constructor(
    private readonly charts: Charts,
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Who is and was in care, the newest entry first; one more than the limit where there are more. @throws what Charts throws */
  async execute(acting: Acting, patientId: string, { limit, before, current }: CareRelationsQuery): Promise<CareRelationRow[]> {
    if (acting.role === 'auditor') return this.forAuditor(acting, patientId, [limit + 1, before ?? null, current]);
    const rows = await this.charts.read<CareRelationRow>(acting, patientId, listCareRelations, [limit + 1, before ?? null, current], { thing: 'CareTeam' });
    // Each id of a merged record brings its own list.
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
  }

  /** An auditor opens no chart: of a patient who is not there they find no relation. */
  private async forAuditor(acting: Acting, patientId: string, values: readonly unknown[]): Promise<CareRelationRow[]> {
    const rows = await this.database.inTransaction(async (transaction) => {
      await openReviews(transaction, acting);
      return transaction.query<CareRelationRow[]>(select('$1::uuid').replaceAll('$3', '$2').replaceAll('$4', '$3').replaceAll('$5', '$4'), [patientId, ...values]);
    });
    await this.accessLog.record({ acting, action: 'read', patientId, thing: 'CareTeam' });
    return rows;
  }
}
