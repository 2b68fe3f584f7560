import { csv } from './csv';
import type { CurrentMeasure, HealthSummary, ListReview, MeasureSeries } from './health-summary';

type Row = readonly (string | number | null)[];

/**
 * The summary as one long table, to compute with: a line for each fact, `statistic` lines for each measure and a `value` line for
 * each time it was taken. Codes, units and words are those of the record, not those of the page.
 */
export function healthSummaryCsv(summary: HealthSummary): string {
  return csv([
    ['section', 'name', 'code', 'setting', 'field', 'value', 'unit', 'at'],
    ...about(summary),
    ...review('allergies', summary.allergyReview),
    ...summary.allergies.map(({ substance, reactions, onsetOn }) => line('allergies', substance, '', 'reaction', reactions.map(({ text }) => text).join('; '), onsetOn)),
    ...review('medication', summary.medicationReview),
    ...summary.diagnoses.map(({ text, code, verification, onsetOn }) => line('diagnoses', text, code, 'verification', verification, onsetOn)),
    ...summary.treatments.map(({ kind, text, dose, frequency, from }) => line('treatments', text, '', kind, [dose, frequency].filter(Boolean).join(', '), from)),
    ...summary.visits.map(({ type, reason, doctor, startedAt }) => line('visits', reason ?? type ?? '', '', 'doctor', doctor, startedAt)),
    ...summary.measures.flatMap(measured),
  ]);
}

function about({ patient, period, madeAt, body, primaryDoctor }: HealthSummary): Row[] {
  const facts: [string, string | null][] = [
    ['name', patient.name], ['mrn', patient.mrn], ['birthDate', patient.birthDate], ['sex', patient.sex], ['phone', patient.phone],
    ['primaryDoctor', primaryDoctor?.name ?? null], ['primaryDoctorPhone', primaryDoctor?.phone ?? null], ['periodFrom', period.from], ['periodTo', period.to], ['madeAt', madeAt],
  ];
  const current: [string, CurrentMeasure | null][] = [['height', body.height], ['weight', body.weight], ['bodyMassIndex', body.bodyMassIndex]];
  return [
    ...facts.map(([field, value]) => line('patient', '', '', field, value, null)),
    ...current.flatMap(([name, measure]) => (measure ? [['body', name, measure.code, '', 'current', measure.value, measure.unit, measure.takenAt]] : [])),
  ];
}

function measured({ code, text, unit, setting, values, ...row }: MeasureSeries): Row[] {
  const statistic = (field: string, value: number, at: string | null = null): Row => ['measures', text, code, setting, field, value, field === 'count' ? null : unit, at];
  return [
    statistic('count', row.count), statistic('min', row.min), statistic('mean', row.mean), statistic('median', row.median), statistic('max', row.max),
    statistic('first', row.first.value, row.first.takenAt), statistic('last', row.last.value, row.last.takenAt),
    ...values.map(({ value, takenAt }) => statistic('value', value, takenAt)),
  ];
}

function review(section: string, { answer, reviewedOn }: ListReview): Row[] {
  return [line(section, '', '', 'review', answer, reviewedOn)];
}

function line(section: string, name: string, code: string | null, field: string, value: string | null, at: string | null): Row {
  return [section, name, code, '', field, value, null, at];
}
