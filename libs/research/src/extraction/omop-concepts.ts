/**
 * Concepts of the OMOP standardized vocabularies for what the product knows from the start; 0 is OMOP's own word for "no matching
 * concept", and the source code stands beside it in any case.
 */
const measurementConcepts: Readonly<Record<string, number>> = {
  '8480-6': 3004249,
  '8462-4': 3012888,
  '8867-4': 3027018,
  '8302-2': 3036277,
  '29463-7': 3025315,
  '39156-5': 3038553,
  '8310-5': 3020891,
  '59408-5': 40762499,
  '9279-1': 3024171,
  '2345-7': 3004501,
  '2339-0': 3000483,
  '4548-4': 3004410,
  '2160-0': 3016723,
  '2093-3': 3027114,
};

const unitConcepts: Readonly<Record<string, number>> = {
  'mm[Hg]': 8876,
  '/min': 8541,
  cm: 8582,
  kg: 9529,
  'kg/m2': 9531,
  Cel: 586323,
  '%': 8554,
  'mg/dL': 8840,
};

/** The classes of visits that may leave, by our own word. */
export const visitConcepts: Readonly<Record<string, number>> = { ambulatory: 9202, outpatient: 9202, wellness: 9202, urgentcare: 9203, emergency: 9203, inpatient: 9201, home: 581476, virtual: 5083 };

export const genderConcepts: Readonly<Record<string, number>> = { male: 8507, female: 8532 };

/** Where a value comes from: written down in the record, or told by the patient. */
export const typeConcepts = { record: 32817, patient: 32865 };

/** A value that goes out as a bound is "at most" or "at least" it. */
export const operatorConcepts = { equal: 4172703, atMost: 4171754, atLeast: 4171755 };

export const measurementConcept = (code: string): number => measurementConcepts[code] ?? 0;
export const unitConcept = (unit: string): number => unitConcepts[unit] ?? 0;
