import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { chartStatement } from '../charts/chart-statement';
import { Charts } from '../charts/charts';

/** What can be hidden: one thing of this kind, or all of the kind that are there now. */
export const restrictedKinds = ['visit', 'diagnosis', 'treatment', 'allergy', 'immunization', 'measure'] as const;
export type RestrictedKind = (typeof restrictedKinds)[number];

export interface RestrictionRow {
  readonly id: string;
  readonly category: RestrictedKind | null;
  readonly thing: RestrictedKind | null;
  readonly thing_id: string | null;
  readonly doctors: readonly string[];
  readonly primary_sees: boolean;
  readonly made_at: Date;
  readonly lifted_at: Date | null;
  readonly version: number;
}

export const restrictionColumns = 'id, category, thing, thing_id, doctors, primary_sees, made_at, lifted_at, version';

const listRestrictions = chartStatement(
  'users.restrictions',
  `SELECT ${restrictionColumns} FROM restriction WHERE patient_id = opened.patient_id AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $3`,
);

@Injectable()
export class ListRestrictions {
  constructor(private readonly charts: Charts) {}

  /** For the patient alone, newest first; one more than the limit where there are more. @throws what Charts throws */
  async execute(acting: Acting, patientId: string, { limit, before }: { limit: number; before?: string | undefined }): Promise<RestrictionRow[]> {
    const rows = await this.charts.read<RestrictionRow>(acting, patientId, listRestrictions, [limit + 1, before ?? null], { thing: 'Restriction' });
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
  }
}
