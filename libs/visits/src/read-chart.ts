import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, PatientUnknown, type PersonSummary, chartStatement, personSummary } from '@anamnesis/users';
import { latestMeasuresSelect } from './latest-measures';
import { type AllergyRow, type DiagnosisRow, type MeasureRow, type TreatmentRow, type VisitHeadRow, allergyColumns, diagnosisColumns, treatmentColumns, visitHeadColumns } from './visit.row';

/** Whether somebody has asked about a list, and what the answer was: 'not-asked' is not 'none'. */
export interface Review {
  readonly answer: 'none-known' | 'listed';
  readonly reviewedAt: string;
}

export interface ChartRow {
  readonly person: PersonSummary;
  /** Raised by every write to the chart. */
  readonly chart_version: string;
  readonly diagnoses: readonly DiagnosisRow[];
  readonly treatments: readonly TreatmentRow[];
  readonly allergies: readonly AllergyRow[];
  readonly allergy_review: Review | null;
  readonly medication_review: Review | null;
  readonly measures: readonly MeasureRow[];
  readonly visits: readonly VisitHeadRow[];
}

const list = (select: string, order: string) => `(SELECT COALESCE(json_agg(listed ORDER BY ${order}), '[]') FROM (${select}) AS listed)`;
const ofChart = 'patient_id = ANY (context.patient_ids)';
const review = (name: string) =>
  `(SELECT json_build_object('answer', answer, 'reviewedAt', reviewed_at) FROM list_review WHERE ${ofChart} AND list = '${name}' ORDER BY reviewed_at DESC, id DESC LIMIT 1)`;

/** Over all records of a chart that was merged; only the surviving one answers. */
const readChart = chartStatement(
  'visits.chart',
  `SELECT ${personSummary('opened.patient_id')} AS person,
      (SELECT max(version)::text FROM chart WHERE ${ofChart}) AS chart_version,
      ${list(`SELECT ${diagnosisColumns} FROM diagnosis WHERE ${ofChart} AND status = 'active' AND verification IN ('provisional', 'confirmed')`, 'listed.onset_on DESC NULLS LAST, listed.id DESC')} AS diagnoses,
      ${list(`SELECT ${treatmentColumns} FROM treatment WHERE ${ofChart} AND status = 'active' AND (ends_on IS NULL OR ends_on >= current_date - 1)`, 'listed.starts_on DESC, listed.id DESC')} AS treatments,
      ${list(`SELECT ${allergyColumns} FROM allergy WHERE ${ofChart} AND status = 'active' AND verification IN ('unconfirmed', 'confirmed')`, 'listed.substance, listed.id')} AS allergies,
      ${review('allergy')} AS allergy_review, ${review('medication')} AS medication_review,
      ${list(latestMeasuresSelect, 'listed.taken_at DESC, listed.code')} AS measures,
      ${list(`SELECT ${visitHeadColumns} FROM visit WHERE ${ofChart} AND status <> 'entered-in-error' ORDER BY visit.started_at DESC, visit.id DESC LIMIT 10`, 'listed.started_at DESC, listed.id DESC')} AS visits
    WHERE opened.patient_id = $2::uuid`,
);

@Injectable()
export class ReadChart {
  constructor(private readonly charts: Charts) {}

  /** What one looks at first. @throws what Charts throws */
  async execute(acting: Acting, patientId: string): Promise<ChartRow> {
    const [chart] = await this.charts.read<ChartRow>(acting, patientId, readChart, [], { thing: 'Patient', thingId: patientId, detail: { chart: true } });
    if (!chart) throw new PatientUnknown();
    return chart;
  }
}
