import type { FieldProblem } from '@anamnesis/errors';
import { v7 } from 'uuid';
import { dayIn } from './age';
import type { Coding } from './coding';
import { type MeasureCatalogue, type MeasuredPerson, diastolicCode, isLoincCode, isWithin, systolicCode } from './measure-catalogue';
import type { Measure } from './measure.entity';
import type { MeasureType } from './measure-type.entity';
import { convert, isSameUnit, roundTo, ucumUnit } from './units';

export interface EnteredMeasure {
  readonly code: string;
  readonly value: number | string | Coding;
  /** As typed: it is made UCUM here. */
  readonly unit?: string | undefined;
  readonly takenAt?: Date | undefined;
  /** Why it stands alone, where it is half of a panel. */
  readonly note?: string | undefined;
}

export interface EnteredPanel {
  readonly code: string;
  readonly components: readonly EnteredMeasure[];
  readonly takenAt?: Date | undefined;
  readonly note?: string | undefined;
}

/** What is the same for all measures that come together. */
export interface Taking {
  readonly visitId: string | null;
  readonly takenAt: Date;
  readonly takenBy: string;
  readonly setting: Measure['setting'];
}

export type AcceptedMeasure = Omit<Measure, 'patientId' | 'status' | 'version' | 'recordedAt' | 'patientVisibleFrom'>;
type Problem = Omit<FieldProblem, 'pointer'>;
type Report = (path: string, code: string, detail: string) => void;

/**
 * Makes what was typed canonical: UCUM, the unit of the measure's type, its decimals. What is impossible, incomplete or not
 * understood is reported with a pointer below `pointer`, what is only unlikely is marked.
 */
export function acceptMeasures(
  entered: readonly (EnteredMeasure | EnteredPanel)[],
  catalogue: MeasureCatalogue,
  person: MeasuredPerson,
  taking: Taking,
  pointer = '/measures',
): { measures: AcceptedMeasure[]; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const measures = entered.flatMap((measure, place) => {
    const report: Report = (path, code, detail) => problems.push({ pointer: `${pointer}/${String(place)}${path}`, code, detail });
    return 'components' in measure ? acceptPanel(measure, catalogue, person, taking, report) : acceptSingle(measure, catalogue, person, taking, report);
  });
  return { measures, problems };
}

function acceptSingle(entered: EnteredMeasure, catalogue: MeasureCatalogue, person: MeasuredPerson, taking: Taking, report: Report): AcceptedMeasure[] {
  const panelCode = catalogue.find(entered.code)?.panelCode ?? null;
  if (panelCode !== null && entered.note === undefined) reportHalf(panelCode, '', report);
  const measure = accept(entered, catalogue, person, { ...taking, takenAt: entered.takenAt ?? taking.takenAt }, (path, problem) => report(path, problem.code, problem.detail));
  return measure ? [{ ...measure, panelCode, panelId: panelCode === null ? null : v7(), note: entered.note ?? null }] : [];
}

function acceptPanel(panel: EnteredPanel, catalogue: MeasureCatalogue, person: MeasuredPerson, taking: Taking, report: Report): AcceptedMeasure[] {
  if (!isLoincCode(panel.code)) report('/code', 'code', 'Not a LOINC code: digits, a hyphen and the right check digit.');
  const panelId = v7();
  const takenAt = panel.takenAt ?? taking.takenAt;
  const parts = panel.components.flatMap((component, place) => {
    const part = accept(component, catalogue, person, { ...taking, takenAt: component.takenAt ?? takenAt }, (path, problem) => report(`/components/${String(place)}${path}`, problem.code, problem.detail));
    return part ? [{ ...part, panelId, panelCode: panel.code, note: component.note ?? panel.note ?? null }] : [];
  });
  const codes = panel.components.map(({ code }) => catalogue.find(code)?.code ?? code);
  if (new Set(codes).size < codes.length) report('/components', 'repeated', 'A component can be there once: send a second reading as a panel of its own.');
  if (catalogue.partsOf(panel.code).some(({ code }) => !codes.includes(code)) && panel.note === undefined) reportHalf(panel.code, '/components', report);
  const systolic = parts.find(({ code }) => code === systolicCode)?.quantity;
  const diastolic = parts.find(({ code }) => code === diastolicCode)?.quantity;
  if (typeof systolic === 'number' && typeof diastolic === 'number' && systolic <= diastolic) report('/components', 'systolic-not-above-diastolic', 'Systolic must be above diastolic: are the two exchanged?');
  return parts;
}

function reportHalf(panelCode: string, path: string, report: Report): void {
  report(path, 'half-of-a-panel', `Send all components of ${panelCode} together, or say in note why there is only this one.`);
}

function accept(
  entered: EnteredMeasure,
  catalogue: MeasureCatalogue,
  person: MeasuredPerson,
  taking: Taking,
  refuse: (path: string, problem: Problem) => void,
): AcceptedMeasure | undefined {
  if (!isLoincCode(entered.code)) {
    refuse('/code', { code: 'code', detail: 'Not a LOINC code: digits, a hyphen and the right check digit.' });
    return undefined;
  }
  const type = catalogue.find(entered.code);
  const measure: AcceptedMeasure = {
    id: v7(), visitId: taking.visitId, panelId: null, panelCode: null, code: type?.code ?? entered.code, text: type?.text ?? null,
    quantity: null, codedValue: null, textValue: null, unit: null,
    enteredValue: typeof entered.value === 'object' ? entered.value.text : String(entered.value), enteredUnit: entered.unit ?? null,
    takenAt: taking.takenAt, takenBy: taking.takenBy, setting: taking.setting, origin: 'entered', derivedFrom: null, note: null, marks: [], sensitivity: 0,
  };
  if (typeof entered.value === 'object') return type?.valueKind === 'quantity' ? refuseAsNoQuantity(refuse) : { ...measure, codedValue: entered.value };
  if (type?.valueKind === 'coded') {
    refuse('/value', { code: 'not-coded', detail: 'This measure is a code: send {system, code, text}.' });
    return undefined;
  }
  if (typeof entered.value === 'string') return type ? refuseAsNoQuantity(refuse) : { ...measure, textValue: entered.value };

  const unit = entered.unit === undefined ? undefined : ucumUnit(entered.unit);
  if (entered.unit !== undefined && unit === undefined) {
    refuse('/unit', { code: 'unit-unknown', detail: 'Not a unit of UCUM, nor a common name of one.' });
    return undefined;
  }
  if (!type) return { ...measure, quantity: entered.value, unit: unit ?? null };
  return acceptKnown({ ...measure, quantity: entered.value }, unit, type, person, refuse);
}

function refuseAsNoQuantity(refuse: (path: string, problem: Problem) => void): AcceptedMeasure | undefined {
  refuse('/value', { code: 'not-a-quantity', detail: 'This measure is a number with a unit.' });
  return undefined;
}

function acceptKnown(
  measure: AcceptedMeasure & { quantity: number },
  unit: string | undefined,
  type: MeasureType,
  person: MeasuredPerson,
  refuse: (path: string, problem: Problem) => void,
): AcceptedMeasure | undefined {
  const accepted = unit === undefined ? undefined : type.acceptedUnits.find((one) => isSameUnit(unit, one));
  const canonical = accepted === undefined || type.canonicalUnit === null ? undefined : convert(measure.quantity, accepted, type.canonicalUnit, type.molarMass);
  if (canonical === undefined) {
    refuse('/unit', { code: 'unit-not-accepted', detail: `${type.text} is measured in ${type.acceptedUnits.join(', ')}.` });
    return undefined;
  }
  const quantity = roundTo(type.decimals, canonical);
  const day = dayIn(person.zone, measure.takenAt);
  if (!isWithin(type.possible, quantity, person, day)) {
    refuse('/value', { code: 'impossible', detail: `Not possible for ${type.text}: check the number and its unit.` });
    return undefined;
  }
  return { ...measure, quantity, unit: type.canonicalUnit, marks: isWithin(type.plausible, quantity, person, day) ? [] : ['implausible'] };
}
