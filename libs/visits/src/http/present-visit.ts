import type { DiagnosisRow, TreatmentRow, VisitHeadRow, VisitRow } from '@anamnesis/visits';
import type { z } from 'zod';
import { instantOf, presentMeasure } from './present-measure';
import type { diagnosisAnswer, treatmentAnswer, visitAnswer, visitHeadAnswer } from './visit.schemas';

export function presentVisitHead(row: VisitHeadRow): z.infer<typeof visitHeadAnswer> {
  return {
    id: row.id,
    ...(row.doctor_id === null ? {} : { doctorId: row.doctor_id }),
    ...(row.location_id === null ? {} : { locationId: row.location_id }),
    ...(row.appointment_id === null ? {} : { appointmentId: row.appointment_id }),
    class: row.visit_class,
    startedAt: instantOf(row.started_at),
    ...(row.ended_at === null ? {} : { endedAt: instantOf(row.ended_at) }),
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.completed_at === null ? {} : { completedAt: instantOf(row.completed_at) }),
    marks: [...row.marks],
    version: row.version,
  };
}

export function presentDiagnosis(row: DiagnosisRow): z.infer<typeof diagnosisAnswer> {
  return {
    id: row.id,
    ...(row.visit_id === null ? {} : { visitId: row.visit_id }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.system === null ? {} : { system: row.system }),
    text: row.text,
    ...(row.onset_on === null ? {} : { onsetOn: row.onset_on }),
    ...(row.resolved_on === null ? {} : { resolvedOn: row.resolved_on }),
    status: row.status,
    verification: row.verification,
    version: row.version,
  };
}

export function presentTreatment(row: TreatmentRow): z.infer<typeof treatmentAnswer> {
  return {
    id: row.id,
    ...(row.visit_id === null ? {} : { visitId: row.visit_id }),
    kind: row.kind,
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.system === null ? {} : { system: row.system }),
    text: row.text,
    ...(row.dose === null ? {} : { dose: row.dose }),
    ...(row.frequency === null ? {} : { frequency: row.frequency }),
    from: row.starts_on,
    ...(row.ends_on === null ? {} : { to: row.ends_on }),
    status: row.status,
    ...(row.instructions === null ? {} : { instructions: row.instructions }),
    version: row.version,
  };
}

export function presentVisit(row: VisitRow): z.infer<typeof visitAnswer> {
  return { ...presentVisitHead(row), measures: row.measures.map(presentMeasure), diagnoses: row.diagnoses.map(presentDiagnosis), treatments: row.treatments.map(presentTreatment) };
}
