import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { type After, keysetParameters, newestFirst } from './keyset';
import { type VisitHeadRow, visitHeadColumns } from './visit.row';

export interface ListedVisitRow extends VisitHeadRow {
  readonly started_at: Date;
  /** The moment in full, for the cursor. */
  readonly place: string;
}

const listVisits = chartStatement(
  'visits.list',
  `SELECT ${visitHeadColumns}, started_at::text AS place FROM visit
    WHERE patient_id = opened.patient_id AND status <> 'entered-in-error' AND (started_at, id) < ($4::timestamptz, $5::uuid)
    ORDER BY started_at DESC, id DESC LIMIT $3`,
);

@Injectable()
export class ListVisits {
  constructor(private readonly charts: Charts) {}

  /** Newest first; one more than the limit where there are more. */
  async execute(acting: Acting, patientId: string, { limit, after }: { limit: number; after?: After | undefined }): Promise<ListedVisitRow[]> {
    const rows = await this.charts.read<ListedVisitRow>(acting, patientId, listVisits, [limit + 1, ...keysetParameters(after)], { thing: 'Encounter' });
    return newestFirst(rows, ({ started_at }) => started_at, limit + 1);
  }
}
