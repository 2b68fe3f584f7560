import { Injectable } from '@nestjs/common';
import { Database, sqlstate, sqlstateOf } from '@anamnesis/database';
import type { FieldProblem } from '@anamnesis/errors';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, type PersonSummary } from '@anamnesis/users';
import { v7 } from 'uuid';
import { type AcceptedMeasure, acceptMeasures } from './accept-measures';
import { dayIn } from './age';
import { contradictions } from './check-visit';
import { deriveBodyMassIndex } from './derive-body-mass-index';
import { insertDiagnoses, insertMeasures, insertTreatments, insertVisit } from './insert-visit';
import { heightCode } from './measure-catalogue';
import { MeasuresRefused } from './measure.errors';
import { MeasureTypes } from './measure-types';
import type { NewDiagnosis, NewTreatment, NewVisit } from './new-visit';
import { VisitNotAllowed, VisitRefused } from './visit.errors';
import type { DiagnosisRow, MeasureRow, TreatmentRow, VisitRow } from './visit.row';

interface InsertedVisit {
  readonly doctor_id: string | null;
  readonly visit_class: string;
  readonly marks: string[];
  readonly person: PersonSummary;
  readonly doctor_in_care: boolean;
  readonly location_known: boolean;
  readonly appointment_known: boolean;
  readonly heights: { id: string; quantity: number; takenAt: string; sensitivity: number }[] | null;
}

@Injectable()
export class RecordVisit {
  constructor(
    private readonly charts: Charts,
    private readonly database: Database,
    private readonly measureTypes: MeasureTypes,
  ) {}

  /**
   * Records a visit with all that came with it, or nothing. It is open: only staff see it until it is completed.
   * @throws VisitRefused, MeasuresRefused with pointers to all bad fields; VisitNotAllowed; what Charts throws
   */
  async execute(acting: Acting, patientId: string, visit: NewVisit): Promise<VisitRow> {
    const problems = contradictions(visit, new Date());
    if (problems.length > 0) throw new VisitRefused(problems);
    const catalogue = await this.measureTypes.catalogue();
    try {
      return await this.charts.write(acting, patientId, async () => {
        const id = v7();
        const inserted = await this.insertVisit(patientId, id, visit);
        const { person } = inserted;
        const taking = { visitId: id, takenAt: visit.startedAt, takenBy: acting.accountId, setting: 'clinic' as const };
        const accepted = acceptMeasures(visit.measures, catalogue, person, taking);
        refuse([...unknownReferences(inserted)], accepted.problems);

        const heights = (inserted.heights ?? []).map((height) => ({ ...height, takenAt: new Date(height.takenAt) }));
        const derived = deriveBodyMassIndex(accepted.measures, heights, person, catalogue);
        const measures = [...accepted.measures, ...(derived ? [derived] : [])].map((measure) => measureRow(measure));
        const diagnoses = visit.diagnoses.map((diagnosis) => diagnosisRow(diagnosis, id));
        const today = dayIn(person.zone, new Date());
        const treatments = visit.treatments.map((treatment) => treatmentRow(treatment, id, today));
        if (measures.length > 0) await this.database.queryInTransaction(insertMeasures, [patientId, id, JSON.stringify(measures)]);
        if (diagnoses.length > 0) await this.database.queryInTransaction(insertDiagnoses, [patientId, id, JSON.stringify(diagnoses)]);
        if (treatments.length > 0) await this.database.queryInTransaction(insertTreatments, [patientId, id, JSON.stringify(treatments)]);
        return visitRow(id, visit, inserted, { measures, diagnoses, treatments });
      });
    } catch (error) {
      throw translate(error);
    }
  }

  private async insertVisit(patientId: string, id: string, visit: NewVisit): Promise<InsertedVisit> {
    const { doctorId, locationId, appointmentId, startedAt, endedAt, reason, note } = visit;
    // The newest moment that a weight may have been taken at; which height fits is judged by the rule.
    const weighedAt = visit.measures.reduce((newest, { takenAt }) => (takenAt && takenAt > newest ? takenAt : newest), startedAt);
    const [inserted] = await this.database.queryInTransaction<InsertedVisit>(insertVisit, [
      patientId, id, doctorId ?? null, locationId ?? null, appointmentId ?? null, startedAt, endedAt ?? null, reason ?? null, note ?? null, heightCode, weighedAt,
    ]);
    if (!inserted) throw new Error('The visit was inserted and did not come back');
    return inserted;
  }
}

function unknownReferences({ doctor_in_care, location_known, appointment_known }: InsertedVisit): FieldProblem[] {
  return [
    ...(doctor_in_care ? [] : [{ pointer: '/doctorId', code: 'not-in-care', detail: 'This doctor is not in care of the patient.' }]),
    ...(location_known ? [] : [{ pointer: '/locationId', code: 'unknown', detail: 'There is no such location.' }]),
    ...(appointment_known ? [] : [unknownAppointment]),
  ];
}

const unknownAppointment = { pointer: '/appointmentId', code: 'unknown', detail: 'The patient has no such appointment.' };

function refuse(ofVisit: readonly FieldProblem[], ofMeasures: readonly FieldProblem[]): void {
  if (ofVisit.length > 0) throw new VisitRefused([...ofVisit, ...ofMeasures]);
  if (ofMeasures.length > 0) throw new MeasuresRefused(ofMeasures);
}

function translate(error: unknown): unknown {
  const state = sqlstateOf(error);
  if (state === sqlstate.insufficientPrivilege) return new VisitNotAllowed();
  // The only reference that a client gives and the database checks by itself.
  if (state === sqlstate.foreignKeyViolation) return new VisitRefused([unknownAppointment]);
  return error;
}

function measureRow(measure: AcceptedMeasure): MeasureRow & { taken_by: string | null; sensitivity: number } {
  return {
    id: measure.id, visit_id: measure.visitId, panel_id: measure.panelId, panel_code: measure.panelCode, code: measure.code, text: measure.text, quantity: measure.quantity,
    coded_value: measure.codedValue, text_value: measure.textValue, unit: measure.unit, entered_value: measure.enteredValue, entered_unit: measure.enteredUnit, taken_at: measure.takenAt,
    taken_by: measure.takenBy, setting: measure.setting, origin: measure.origin, derived_from: measure.derivedFrom, note: measure.note, marks: measure.marks, sensitivity: measure.sensitivity, version: 1,
  };
}

function diagnosisRow({ system, code, text, onsetOn }: NewDiagnosis, visitId: string): DiagnosisRow {
  return { id: v7(), visit_id: visitId, system: system ?? null, code: code ?? null, text, onset_on: onsetOn ?? null, resolved_on: null, status: 'active', verification: 'confirmed', version: 1 };
}

function treatmentRow({ kind, system, code, text, dose, frequency, from, to, instructions }: NewTreatment, visitId: string, today: string): TreatmentRow {
  return {
    id: v7(), visit_id: visitId, kind, system: system ?? null, code: code ?? null, text, dose: dose ?? null, frequency: frequency ?? null, starts_on: from, ends_on: to ?? null,
    status: to !== undefined && to < today ? 'completed' : 'active', instructions: instructions ?? null, version: 1,
  };
}

function visitRow(id: string, visit: NewVisit, inserted: InsertedVisit, children: Pick<VisitRow, 'measures' | 'diagnoses' | 'treatments'>): VisitRow {
  return {
    id, doctor_id: inserted.doctor_id, location_id: visit.locationId ?? null, appointment_id: visit.appointmentId ?? null, visit_class: inserted.visit_class, started_at: visit.startedAt,
    ended_at: visit.endedAt ?? null, status: 'open', reason: visit.reason ?? null, note: visit.note ?? null, completed_at: null, marks: inserted.marks, version: 1, ...children,
  };
}
