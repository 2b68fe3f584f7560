import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { HumanName } from '../patients/human-name';
import { openDuties } from './open-duties';

export interface CoverRow {
  readonly id: string;
  readonly doctor_id: string;
  readonly doctor_names: readonly HumanName[];
  readonly covered_by: string;
  readonly covered_by_names: readonly HumanName[];
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly location_id: string | null;
  readonly reason: string | null;
  readonly version: number;
}

export const coverSelect = `SELECT v.id, v.doctor_id, d.names AS doctor_names, v.covered_by, b.names AS covered_by_names, v.starts_at, v.ends_at, v.location_id, v.reason, v.version
  FROM cover v JOIN doctor d ON d.id = v.doctor_id JOIN doctor b ON b.id = v.covered_by`;

@Injectable()
export class ListCovers {
  constructor(private readonly database: Database) {}

  /** Who covers for the doctor and for whom the doctor covers, the newest first; one more than the limit where there are more. @throws DoctorUnknown, SignInEnded */
  execute(acting: Acting, doctorId: string, { limit, before }: { limit: number; before?: string | undefined }): Promise<CoverRow[]> {
    return this.database.inTransaction(async (transaction) => {
      await openDuties(transaction, acting, doctorId);
      return transaction.query<CoverRow[]>(`${coverSelect} WHERE (v.doctor_id = $1::uuid OR v.covered_by = $1::uuid) AND ($3::uuid IS NULL OR v.id < $3) ORDER BY v.id DESC LIMIT $2`, [doctorId, limit + 1, before ?? null]);
    });
  }
}
