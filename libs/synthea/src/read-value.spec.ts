import type { MeasureType } from '@anamnesis/visits';
import { readValue, type ReadValue } from './read-value';

const glucose = {
  code: '2339-0', text: 'Glucose, blood', valueKind: 'quantity' as const, canonicalUnit: 'mg/dL', acceptedUnits: ['mg/dL', 'mmol/L'], molarMass: 180.156, decimals: 0,
  possible: [{ low: 5, high: 2000 }], plausible: [{ low: 30, high: 700 }], panelCode: null,
} satisfies MeasureType;
const smoking = { ...glucose, code: '72166-2', valueKind: 'coded' as const, canonicalUnit: null, acceptedUnits: [], molarMass: null, possible: [], plausible: [] } satisfies MeasureType;
const patient = { birthDate: '1961-02-28', birthDatePrecision: 'day', sex: 'female', zone: 'UTC', deceasedAt: null } as const;

function read(written: string, unit: string, type?: MeasureType, isWords = false): ReadValue {
  return readValue({ written, unit, isWords, type, day: '2020-03-03', patient });
}

describe('The value of an observation', () => {
  it('keeps every digit of a number in the canonical unit', () => {
    expect(read('93.3287152938801', 'mg/dL', glucose)).toEqual({ quantity: '93.3287152938801', coded: null, words: null, unit: 'mg/dL', marks: [] });
  });

  it('is converted into the canonical unit, by molar mass too, and from what people type', () => {
    expect(read('5.5', 'mmol/L', glucose)).toMatchObject({ quantity: '99.09', unit: 'mg/dL', marks: [] });
    expect(read('90', 'mg/dl', glucose)).toMatchObject({ quantity: '90', unit: 'mg/dL', marks: [] });
  });

  it('has the canonical unit where none is written, and a mark that says so', () => {
    expect(read('90', '', glucose)).toMatchObject({ quantity: '90', unit: 'mg/dL', marks: ['unit-assumed'] });
  });

  it('keeps a unit that measures something else, with a mark', () => {
    expect(read('90', 'kg', glucose)).toMatchObject({ quantity: '90', unit: 'kg', marks: ['unit-unknown'] });
    expect(read('90', 'widgets', glucose)).toMatchObject({ quantity: '90', unit: 'widgets', marks: ['unit-unknown'] });
  });

  it('is marked when implausible and when impossible, and refused never', () => {
    expect(read('20', 'mg/dL', glucose).marks).toEqual(['implausible']);
    expect(read('3', '', glucose).marks).toEqual(['unit-assumed', 'impossible']);
    expect(read('200', 'mmol/L', glucose).marks).toEqual(['impossible']);
  });

  it('is kept as it is where the code is not known', () => {
    expect(read('61.0', 'a')).toMatchObject({ quantity: '61.0', unit: 'a', marks: [] });
    expect(read('61.0', '')).toMatchObject({ quantity: '61.0', unit: null, marks: [] });
  });

  it.each(['<5', 'NaN', 'Infinity', '1,5', '0x10', 'Positive'])('becomes words with a mark where a number was meant: %s', (written) => {
    expect(read(written, 'mg/dL', glucose)).toMatchObject({ quantity: null, words: written, marks: ['not-numeric'] });
  });

  it('becomes words where words were meant, also words that look like a number', () => {
    expect(read('47384', '/a', undefined, true)).toMatchObject({ quantity: null, words: '47384', unit: '/a', marks: [] });
  });

  it('becomes a code where the measure is coded and the words are known', () => {
    expect(read('Never smoker', '', smoking, true)).toMatchObject({ coded: { system: 'http://snomed.info/sct', code: '266919005', text: 'Never smoker' }, words: null });
    expect(read('Chews sometimes', '', smoking, true)).toMatchObject({ coded: null, words: 'Chews sometimes' });
  });
});
