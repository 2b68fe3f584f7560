import { v7 } from 'uuid';
import type { AcceptedMeasure } from './accept-measures';
import { dayIn } from './age';
import { type MeasuredQuantity, bodyMassIndex } from './body-mass-index';
import { type MeasureCatalogue, type MeasuredPerson, bodyMassIndexCode, heightCode, isWithin, weightCode } from './measure-catalogue';

type Quantified = AcceptedMeasure & { readonly quantity: number };

/** The newest weight among measures that come together: a body mass index is derived from it. */
function newestWeight(measures: readonly AcceptedMeasure[]): Quantified | undefined {
  return measures.filter((measure): measure is Quantified => measure.code === weightCode && measure.quantity !== null).sort((one, other) => other.takenAt.valueOf() - one.takenAt.valueOf())[0];
}

/**
 * The body mass index that goes with measures which come together, or nothing: without a weight, without a height that may be
 * used, where one was entered beside it, or where the two can not belong to one body.
 *
 * @param earlierHeights of the chart
 */
export function deriveBodyMassIndex(
  measures: readonly AcceptedMeasure[],
  earlierHeights: readonly MeasuredQuantity[],
  person: MeasuredPerson,
  catalogue: MeasureCatalogue,
): AcceptedMeasure | undefined {
  const weight = newestWeight(measures);
  const type = catalogue.find(bodyMassIndexCode);
  if (!weight || !type || measures.some(({ code }) => code === bodyMassIndexCode)) return undefined;
  const ownHeights = measures.filter((measure): measure is Quantified => measure.code === heightCode && measure.quantity !== null);
  const derived = bodyMassIndex(weight, [...ownHeights, ...earlierHeights], person);
  const day = dayIn(person.zone, weight.takenAt);
  if (!derived || !isWithin(type.possible, derived.quantity, person, day)) return undefined;
  return {
    ...weight,
    id: v7(),
    code: type.code,
    text: type.text,
    quantity: derived.quantity,
    unit: type.canonicalUnit,
    enteredValue: String(derived.quantity),
    enteredUnit: type.canonicalUnit,
    origin: 'derived',
    derivedFrom: [weight.id, derived.height.id],
    note: null,
    marks: isWithin(type.plausible, derived.quantity, person, day) ? [] : ['implausible'],
    // What is restricted must not be told by what was computed from it.
    sensitivity: Math.max(weight.sensitivity, derived.height.sensitivity),
  };
}
