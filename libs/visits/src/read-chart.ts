import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type Accessed, type ChartState, Charts, type CoveredDoctor, PatientUnknown, type PersonSummary, chartStateColumns, chartStatement, coveringFor, personSummary } from '@anamnesis/users';
import { ChartCache, type ReadAnswer } from './chart-cache';
import { latestMeasuresSelect } from './latest-measures';
import { type AllergyRow, type DiagnosisRow, type MeasureRow, type TreatmentRow, type VisitHeadRow, allergyColumns, diagnosisColumns, treatmentColumns, visitHeadColumns } from './visit.row';

/** Whether somebody has asked about a list, and what the answer was: 'not-asked' is not 'none'. */
export interface Review {
  readonly answer: 'none-known' | 'listed';
  readonly reviewedAt: string;
}

export interface ChartRow extends ChartState {
  readonly person: PersonSummary;
  /** The doctors for whom the viewer covers, where that is how they came to this chart. */
  readonly covering_for: readonly CoveredDoctor[] | null;
  readonly diagnoses: readonly DiagnosisRow[];
  readonly treatments: readonly TreatmentRow[];
  readonly allergies: readonly AllergyRow[];
  readonly allergy_review: Review | null;
  readonly medication_review: Review | null;
  readonly measures: readonly MeasureRow[];
  readonly visits: readonly VisitHeadRow[];
  /** From when on the clock alone changes the answer, in seconds; null where it never does. */
  readonly good_until: number | null;
}

const list = (select: string, order: string) => `(SELECT COALESCE(json_agg(listed ORDER BY ${order}), '[]') FROM (${select}) AS listed)`;
const ofChart = 'patient_id = ANY (context.patient_ids)';
const review = (name: string) =>
  `(SELECT json_build_object('answer', answer, 'reviewedAt', reviewed_at) FROM list_review WHERE ${ofChart} AND list = '${name}' ORDER BY reviewed_at DESC, id DESC LIMIT 1)`;

const currentTreatment = `${ofChart} AND status = 'active' AND (ends_on IS NULL OR ends_on >= current_date - 1)`;

/**
 * What the clock changes without a write: a treatment that ended leaves the chart, and what was recorded is released to the patient.
 * A treatment's last day may lie beyond what can be counted on from.
 */
const nextChange = `extract(epoch FROM LEAST(
    (SELECT min(LEAST(ends_on, DATE '9999-12-01')) + 2 FROM treatment WHERE ${currentTreatment} AND ends_on IS NOT NULL)::timestamptz,
    CASE WHEN app.audience() <> 'staff' THEN app.next_release_to_patient() END))::float8`;

/** Over all records of a chart that was merged; only the surviving one answers. */
export const readChart = chartStatement(
  'visits.chart',
  `SELECT ${personSummary('opened.patient_id')} AS person, ${coveringFor} AS covering_for,
      ${chartStateColumns}, ${nextChange} AS good_until,
      ${list(`SELECT ${diagnosisColumns} FROM diagnosis WHERE ${ofChart} AND status = 'active' AND verification IN ('provisional', 'confirmed')`, 'listed.onset_on DESC NULLS LAST, listed.id DESC')} AS diagnoses,
      ${list(`SELECT ${treatmentColumns} FROM treatment WHERE ${currentTreatment}`, 'listed.starts_on DESC, listed.id DESC')} AS treatments,
      ${list(`SELECT ${allergyColumns} FROM allergy WHERE ${ofChart} AND status = 'active' AND verification IN ('unconfirmed', 'confirmed')`, 'listed.substance, listed.id')} AS allergies,
      ${review('allergy')} AS allergy_review, ${review('medication')} AS medication_review,
      ${list(latestMeasuresSelect, 'listed.taken_at DESC, listed.code')} AS measures,
      ${list(`SELECT ${visitHeadColumns} FROM visit WHERE ${ofChart} AND status <> 'entered-in-error' ORDER BY visit.started_at DESC, visit.id DESC LIMIT 10`, 'listed.started_at DESC, listed.id DESC')} AS visits
    WHERE opened.patient_id = $2::uuid`,
);

const accessed = (patientId: string): Accessed => ({ thing: 'Patient', thingId: patientId, detail: { chart: true } });

@Injectable()
export class ReadChart {
  constructor(
    private readonly charts: Charts,
    private readonly cache: ChartCache,
  ) {}

  /**
   * What one looks at first, from the cache where it holds exactly what would be read now. A chart of which nothing is kept is opened
   * and read in one statement, so that the cache costs it nothing.
   * @param serialize into the one form in which this process sends charts: that is what is kept
   * @throws what Charts throws
   */
  async execute(acting: Acting, patientId: string, serialize: (chart: ChartRow) => string): Promise<Buffer> {
    const kept = this.cache.mayHave(patientId) ? await this.charts.readKept(acting, patientId, (state) => this.cache.find(patientId, state), accessed(patientId)) : undefined;
    return kept ?? this.cache.keep(patientId, () => this.read(acting, patientId, serialize));
  }

  private async read(acting: Acting, patientId: string, serialize: (chart: ChartRow) => string): Promise<ReadAnswer> {
    const [chart] = await this.charts.read<Omit<ChartRow, 'person'> & { person: PersonSummary | null }>(acting, patientId, readChart, [], accessed(patientId));
    // Who only finishes an own visit is shown that visit, and of the patient nothing else.
    if (!chart?.person) throw new PatientUnknown();
    const { chart_viewer, chart_versions, chart_moment, good_until } = chart;
    return { state: { chart_viewer, chart_versions, chart_moment }, goodUntil: good_until, body: ownBytes(serialize({ ...chart, person: chart.person })) };
  }
}

/** A small Buffer.from() is a piece of a larger one, all of which would be kept with it. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
