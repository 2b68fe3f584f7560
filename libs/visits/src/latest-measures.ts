import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { type MeasureRow, measureColumns } from './visit.row';

/** The newest of each code, over all records of a chart that was merged. */
export const latestMeasuresSelect = `SELECT DISTINCT ON (code) ${measureColumns} FROM measure
  WHERE patient_id = ANY (context.patient_ids) AND status = 'final' ORDER BY code, taken_at DESC, id DESC`;

const readLatest = chartStatement('visits.latest-measures', `SELECT latest.* FROM (${latestMeasuresSelect}) AS latest WHERE opened.patient_id = $2::uuid`);

@Injectable()
export class LatestMeasures {
  constructor(private readonly charts: Charts) {}

  /** By code. */
  execute(acting: Acting, patientId: string): Promise<MeasureRow[]> {
    return this.charts.read<MeasureRow>(acting, patientId, readLatest, [], { thing: 'Observation', detail: { latest: true } });
  }
}
