import { bodyMassIndexCode, diastolicCode, heightCode, roundTo, systolicCode, weightCode } from '@anamnesis/visits';

/** As the database's measure_type has it: a test compares. */
export interface MeasureKind {
  readonly code: string;
  readonly text: string;
  readonly unit: string;
  readonly decimals: number;
  /** What is typed for the unit. */
  readonly typed: string;
  /** How it is read off where pounds and inches are used. */
  readonly customary?: { readonly typed: string; readonly step: number; readonly toCanonical: (value: number) => number; readonly fromCanonical: (value: number) => number };
}

const inch = 2.54;
const pound = 0.45359237;
const inches = { typed: 'in', step: 0.5, toCanonical: (value: number) => value * inch, fromCanonical: (value: number) => value / inch };

export const systolic: MeasureKind = { code: systolicCode, text: 'Systolic blood pressure', unit: 'mm[Hg]', decimals: 0, typed: 'mmHg' };
export const diastolic: MeasureKind = { code: diastolicCode, text: 'Diastolic blood pressure', unit: 'mm[Hg]', decimals: 0, typed: 'mmHg' };
export const heartRate: MeasureKind = { code: '8867-4', text: 'Heart rate', unit: '/min', decimals: 0, typed: 'bpm' };
export const height: MeasureKind = { code: heightCode, text: 'Body height', unit: 'cm', decimals: 1, typed: 'cm', customary: inches };
export const lyingHeight: MeasureKind = { code: '8306-3', text: 'Body height, lying', unit: 'cm', decimals: 1, typed: 'cm', customary: inches };
export const weight: MeasureKind = {
  code: weightCode, text: 'Body weight', unit: 'kg', decimals: 2, typed: 'kg',
  customary: { typed: 'lb', step: 0.5, toCanonical: (value) => value * pound, fromCanonical: (value) => value / pound },
};
export const bodyMassIndexKind: MeasureKind = { code: bodyMassIndexCode, text: 'Body mass index', unit: 'kg/m2', decimals: 1, typed: 'kg/m2' };
export const temperature: MeasureKind = {
  code: '8310-5', text: 'Body temperature', unit: 'Cel', decimals: 1, typed: 'C',
  customary: { typed: 'F', step: 0.1, toCanonical: (value) => ((value - 32) * 5) / 9, fromCanonical: (value) => (value * 9) / 5 + 32 },
};
export const saturation: MeasureKind = { code: '59408-5', text: 'Oxygen saturation by pulse oximetry', unit: '%', decimals: 0, typed: '%' };
export const respiratoryRate: MeasureKind = { code: '9279-1', text: 'Respiratory rate', unit: '/min', decimals: 0, typed: '/min' };
export const glucose: MeasureKind = { code: '2345-7', text: 'Glucose, serum or plasma', unit: 'mg/dL', decimals: 0, typed: 'mg/dL' };
export const haemoglobinA1c: MeasureKind = { code: '4548-4', text: 'Hemoglobin A1c', unit: '%', decimals: 1, typed: '%' };
export const creatinine: MeasureKind = { code: '2160-0', text: 'Creatinine, serum or plasma', unit: 'mg/dL', decimals: 2, typed: 'mg/dL' };
export const cholesterol: MeasureKind = { code: '2093-3', text: 'Cholesterol, serum or plasma', unit: 'mg/dL', decimals: 0, typed: 'mg/dL' };

export const measureKinds = [
  systolic, diastolic, heartRate, height, lyingHeight, weight, bodyMassIndexKind, temperature, saturation, respiratoryRate, glucose, haemoglobinA1c, creatinine, cholesterol,
];
export const pressurePanelCode = '85354-9';
export const smokingStatus = { code: '72166-2', text: 'Tobacco smoking status' };

export interface Reading {
  readonly quantity: number;
  readonly enteredValue: string;
  readonly enteredUnit: string;
}

/** A value as it is read off, typed and stored: rounded to what is shown, and made canonical from what was typed. */
export function readOff({ decimals, typed, customary }: MeasureKind, value: number, customaryUnits: boolean): Reading {
  if (!customaryUnits || !customary) {
    const quantity = roundTo(decimals, value);
    return { quantity, enteredValue: String(quantity), enteredUnit: typed };
  }
  const entered = roundTo(1, Math.round(customary.fromCanonical(value) / customary.step) * customary.step);
  return { quantity: roundTo(decimals, customary.toCanonical(entered)), enteredValue: String(entered), enteredUnit: customary.typed };
}
