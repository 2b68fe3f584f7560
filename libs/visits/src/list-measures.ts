import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { type After, keysetParameters, newestFirst } from './keyset';
import { MeasureTypes } from './measure-types';
import { type MeasureRow, measureColumns } from './visit.row';

export interface ListedMeasureRow extends MeasureRow {
  readonly taken_at: Date;
  /** The moment in full, for the cursor. */
  readonly place: string;
}

export interface MeasuresQuery {
  readonly limit: number;
  readonly after?: After | undefined;
  /** LOINC, of a measure or of a panel. */
  readonly code?: string | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

const list = (condition: string) =>
  `SELECT ${measureColumns}, taken_at::text AS place FROM measure
    WHERE patient_id = opened.patient_id AND status = 'final' AND (taken_at, id) < ($4::timestamptz, $5::uuid) AND taken_at >= $6::timestamptz AND taken_at < $7::timestamptz ${condition}
    ORDER BY taken_at DESC, id DESC LIMIT $3`;

// Two statements, so that each has the plan of its own index.
const listAll = chartStatement('visits.measures', list(''));
const listOfCodes = chartStatement('visits.measures-of-codes', list('AND code = ANY ($8::text[])'));

@Injectable()
export class ListMeasures {
  constructor(
    private readonly charts: Charts,
    private readonly measureTypes: MeasureTypes,
  ) {}

  /** Newest first; one more than the limit where there are more. */
  async execute(acting: Acting, patientId: string, { limit, after, code, from, to }: MeasuresQuery): Promise<ListedMeasureRow[]> {
    const values = [limit + 1, ...keysetParameters(after), from ?? '-infinity', to ?? 'infinity'];
    const accessed = { thing: 'Observation', ...(code === undefined ? {} : { detail: { code } }) };
    const rows =
      code === undefined
        ? await this.charts.read<ListedMeasureRow>(acting, patientId, listAll, values, accessed)
        : await this.charts.read<ListedMeasureRow>(acting, patientId, listOfCodes, [...values, (await this.measureTypes.catalogue()).codesMeantBy(code)], accessed);
    return newestFirst(rows, ({ taken_at }) => taken_at, limit + 1);
  }
}
