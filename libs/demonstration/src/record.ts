import { json } from '@anamnesis/database';
import { type MeasuredPerson, type MeasuredQuantity, bodyMassIndex } from '@anamnesis/visits';
import type { Clinic, ClinicLocation } from './clinic';
import { codingOf, type Named } from './codings';
import { type Day, isoDay } from './days';
import { nextId } from './ids';
import { bodyMassIndexKind, diastolic, height, type MeasureKind, pressurePanelCode, readOff, type Reading, smokingStatus, systolic, weight } from './measure-kinds';
import { type Person, storedBirth } from './person';
import type { Random } from './random';
import type { Rows } from './targets';
import type { Doctor } from './team';

export type RecordTable = 'visit' | 'measure' | 'diagnosis' | 'treatment' | 'allergy' | 'immunization' | 'list_review';

export const moment = (at: number): string => new Date(at).toISOString();

/** One visit or morning at home: where what is written down then belongs. */
export interface Occasion {
  readonly visitId: string | null;
  readonly at: number;
  readonly day: Day;
  readonly setting: 'clinic' | 'home';
  readonly customaryUnits: boolean;
  readonly takenBy: string | null;
  /** When the patient may see it; nothing while the visit is open. */
  readonly visibleFrom: string | null;
}

/** A chart as it is written, row by row. */
export class ChartRecord {
  readonly rows: Rows<RecordTable> = { visit: [], measure: [], diagnosis: [], treatment: [], allergy: [], immunization: [], list_review: [] };
  private readonly heights: MeasuredQuantity[] = [];
  private readonly measured: MeasuredPerson;

  constructor(
    private readonly clinic: Clinic,
    private readonly person: Person,
    /** Of their own, so that ids stay where rows are drawn otherwise. */
    private readonly ids: Random,
  ) {
    this.measured = { birthDate: storedBirth(person), birthDatePrecision: person.birthPrecision, sex: person.sex, zone: person.zone };
  }

  get newestHeightOn(): Day | undefined {
    const newest = this.heights.at(-1);
    return newest === undefined ? undefined : Math.floor(newest.takenAt.valueOf() / 86_400_000);
  }

  beginVisit({ day, minutes, length, doctor, open }: { day: Day; minutes: number; length: number; doctor: Doctor; open: boolean }, about: { reason: string; type: Named; reasonCoding: Named | null; note: string | null }): Occasion {
    const location = this.clinic.locations[doctor.location];
    const startedAt = location.clock.at(day, minutes);
    const endedAt = open ? null : moment(startedAt + length * 60_000);
    const visitId = nextId(this.ids, startedAt);
    this.rows.visit.push({
      patient_id: this.person.id, id: visitId, doctor_id: doctor.id, location_id: location.id, started_at: moment(startedAt), ended_at: endedAt, status: open ? 'open' : 'completed',
      reason: about.reason, type_coding: json(codingOf(about.type)), reason_coding: about.reasonCoding === null ? null : json(codingOf(about.reasonCoding)), note: about.note,
      completed_at: endedAt, patient_visible_from: endedAt,
    });
    return { visitId, at: startedAt + 60_000, day, setting: 'clinic', customaryUnits: customary(location), takenBy: this.clinic.around?.nurseAccountId ?? null, visibleFrom: endedAt };
  }

  /** A morning at home; nobody of the clinic is there. */
  atHome(day: Day, minutes: number): Occasion {
    const location = this.clinic.locations[this.person.location];
    const at = location.clock.at(day, minutes);
    return { visitId: null, at, day, setting: 'home', customaryUnits: customary(location), takenBy: null, visibleFrom: moment(at) };
  }

  measure(kind: MeasureKind, value: number, occasion: Occasion): void {
    const reading = readOff(kind, value, occasion.customaryUnits);
    const id = this.addMeasure(kind, reading, occasion, null);
    const taken = { id, quantity: reading.quantity, takenAt: new Date(occasion.at), sensitivity: 0 };
    if (kind === height) this.heights.push(taken);
    if (kind === weight) this.deriveBodyMassIndex(taken, occasion);
  }

  pressure(value: { systolic: number; diastolic: number }, occasion: Occasion): void {
    const panelId = nextId(this.ids, occasion.at);
    this.addMeasure(systolic, readOff(systolic, value.systolic, false), occasion, panelId);
    this.addMeasure(diastolic, readOff(diastolic, value.diastolic, false), occasion, panelId);
  }

  smoking(answer: Named, occasion: Occasion): void {
    this.rows.measure.push({
      ...this.ofOccasion(occasion), panel_id: null, panel_code: null, code: smokingStatus.code, text: smokingStatus.text, quantity: null, coded_value: json(codingOf(answer)), unit: null,
      entered_value: answer.text, entered_unit: null, taken_at: moment(occasion.at), taken_by: occasion.takenBy, setting: occasion.setting, origin: 'entered', derived_from: null,
    });
  }

  /** By the rule of the product: from the newest height of five years, for children from the same day's. */
  private deriveBodyMassIndex(taken: MeasuredQuantity, occasion: Occasion): void {
    const derived = bodyMassIndex(taken, this.heights, this.measured);
    if (!derived) return;
    const reading = { quantity: derived.quantity, enteredValue: String(derived.quantity), enteredUnit: bodyMassIndexKind.unit };
    this.addMeasure(bodyMassIndexKind, reading, occasion, null, [taken.id, derived.height.id]);
  }

  private addMeasure(kind: MeasureKind, reading: Reading, occasion: Occasion, panelId: string | null, derivedFrom: readonly string[] | null = null): string {
    const row = this.ofOccasion(occasion);
    this.rows.measure.push({
      ...row, panel_id: panelId, panel_code: panelId === null ? null : pressurePanelCode, code: kind.code, text: kind.text, quantity: reading.quantity, coded_value: null, unit: kind.unit,
      entered_value: reading.enteredValue, entered_unit: reading.enteredUnit, taken_at: moment(occasion.at), taken_by: occasion.takenBy, setting: occasion.setting,
      origin: derivedFrom === null ? 'entered' : 'derived', derived_from: derivedFrom,
    });
    return row.id;
  }

  diagnose({ system, code, text }: Named, onset: Day, resolved: Day | null, occasion: Occasion): void {
    this.rows.diagnosis.push({ ...this.ofOccasion(occasion), system, code, text, onset_on: isoDay(onset), resolved_on: resolved === null ? null : isoDay(resolved), status: resolved === null ? 'active' : 'resolved' });
  }

  treat(kind: 'medication' | 'therapy', { system, code, text }: Named, how: { dose: string | null; frequency: string | null; from: Day; until: Day | null; because: Named }, occasion: Occasion): void {
    const over = how.until !== null && how.until < this.clinic.today;
    this.rows.treatment.push({
      ...this.ofOccasion(occasion), kind, system, code, text, dose: how.dose, frequency: how.frequency, starts_on: isoDay(how.from), ends_on: how.until === null ? null : isoDay(how.until),
      status: over ? 'completed' : 'active', reason_coding: json(codingOf(how.because)),
    });
  }

  allergic({ substance, category, reaction, severity }: { substance: Named; category: string; reaction: string; severity: string }, occasion: Occasion): void {
    this.rows.allergy.push({
      ...this.ofOccasion(occasion), system: substance.system, code: substance.code, substance: substance.text, category, reactions: json([{ text: reaction, severity }]), severity, status: 'active',
    });
  }

  immunise({ system, code, text }: Named, lot: string, occasion: Occasion): void {
    this.rows.immunization.push({ ...this.ofOccasion(occasion), system, code, text, given_on: isoDay(occasion.day), lot });
  }

  /** That somebody has asked: an empty list alone does not say "none". */
  review(list: 'allergy' | 'medication', answer: 'none-known' | 'listed', doctor: Doctor, occasion: Occasion): void {
    this.rows.list_review.push({
      patient_id: this.person.id, id: nextId(this.ids, occasion.at), list, answer, reviewed_by: this.clinic.around?.doctorAccountId ?? doctor.id, reviewed_at: moment(occasion.at), patient_visible_from: occasion.visibleFrom,
    });
  }

  private ofOccasion({ visitId, at, visibleFrom }: Occasion): { patient_id: string; id: string; visit_id: string | null; patient_visible_from: string | null } {
    return { patient_id: this.person.id, id: nextId(this.ids, at), visit_id: visitId, patient_visible_from: visibleFrom };
  }
}

const customary = ({ place }: ClinicLocation): boolean => place.customaryUnits;
