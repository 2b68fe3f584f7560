import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { chartStatement } from '../charts/chart-statement';
import { Charts } from '../charts/charts';
import type { HumanName } from '../patients/human-name';
import type { Verdict } from './review.entity';

export interface EmergencyAccessRow {
  readonly id: string;
  readonly doctor_id: string;
  readonly doctor_names: readonly HumanName[];
  readonly reason: string;
  readonly opened_at: Date;
  readonly until: Date;
  readonly verdict: Verdict | null;
  readonly review_note: string | null;
  readonly reviewed_at: Date | null;
}

const listEmergencyAccesses = chartStatement(
  'users.emergency-accesses',
  `SELECT e.id, e.doctor_id, d.names AS doctor_names, e.reason, e.opened_at, e.until, r.verdict, r.note AS review_note, r.reviewed_at
     FROM emergency_access e JOIN doctor d ON d.id = e.doctor_id
     LEFT JOIN review r ON r.patient_id = e.patient_id AND r.thing_id = e.id AND r.kind = 'emergency-access'
    WHERE e.patient_id = opened.patient_id AND ($4::uuid IS NULL OR e.id < $4) ORDER BY e.id DESC LIMIT $3`,
);

@Injectable()
export class ListEmergencyAccesses {
  constructor(private readonly charts: Charts) {}

  /** Who broke the glass, and what auditors said of it: for the patient, newest first; one more than the limit where there are more. @throws what Charts throws */
  async execute(acting: Acting, patientId: string, { limit, before }: { limit: number; before?: string | undefined }): Promise<EmergencyAccessRow[]> {
    const rows = await this.charts.read<EmergencyAccessRow>(acting, patientId, listEmergencyAccesses, [limit + 1, before ?? null], { thing: 'EmergencyAccess' });
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
  }
}
