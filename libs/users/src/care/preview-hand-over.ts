import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { CareKind } from './care-relation.entity';
import type { HumanName } from '../patients/human-name';
import { openHandOver } from './open-hand-over';

export interface HandedOverPatientRow {
  readonly id: string;
  readonly mrn: string;
  readonly names: readonly HumanName[];
  readonly care: readonly CareKind[];
}

export interface HandOverPreview {
  readonly patients: number;
  readonly appointments: number;
  readonly openVisits: number;
  /** Appointments for which the other doctor has no time. */
  readonly clashes: number;
  /** By id; one more than the limit where there are more. */
  readonly page: readonly HandedOverPatientRow[];
}

@Injectable()
export class PreviewHandOver {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** What a hand-over of all patients would move. @throws what openHandOver throws */
  async execute(acting: Acting, from: string, to: string, { limit, after }: { limit: number; after?: string | undefined }): Promise<HandOverPreview> {
    const preview = await this.database.inTransaction(async (transaction) => {
      const { patientIds } = await openHandOver(transaction, acting, from, to);
      const [counted] = await transaction.query<{ appointments: number; open_visits: number; clashes: number }[]>('SELECT appointments, open_visits, clashes FROM app.count_hand_over($1::uuid)', [to]);
      const page = await transaction.query<HandedOverPatientRow[]>(
        `SELECT p.id, p.mrn, p.names, array(SELECT DISTINCT c.kind FROM care_relation c WHERE c.patient_id = p.id AND c.doctor_id = $1::uuid AND (c.ends_at IS NULL OR c.ends_at > now()) ORDER BY c.kind) AS care
           FROM patient p WHERE p.id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR p.id > $3) ORDER BY p.id LIMIT $4`,
        [from, patientIds, after ?? null, limit + 1],
      );
      return { patients: patientIds.length, appointments: counted?.appointments ?? 0, openVisits: counted?.open_visits ?? 0, clashes: counted?.clashes ?? 0, page };
    });
    await Promise.all(preview.page.map(({ id }) => this.accessLog.record({ acting, action: 'read', patientId: id, thing: 'Patient', thingId: id })));
    return preview;
  }
}
