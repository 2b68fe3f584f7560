import fc from 'fast-check';
import { type EnteredMeasure, type EnteredPanel, acceptMeasures } from './accept-measures';
import { isLoincCode } from './measure-catalogue';
import { aCatalogue } from './testing/a-catalogue';

const person = { birthDate: '1980-01-01', birthDatePrecision: 'day' as const, sex: 'female', zone: 'Europe/Berlin' };
const taking = { visitId: '0190a0f0-0000-7000-8000-000000000001', takenAt: new Date('2026-03-04T09:00:00Z'), takenBy: '0190a0f0-0000-7000-8000-000000000002', setting: 'clinic' as const };
const accept = (...entered: (EnteredMeasure | EnteredPanel)[]) => acceptMeasures(entered, aCatalogue(), person, taking);
const problemsOf = (...entered: (EnteredMeasure | EnteredPanel)[]) => accept(...entered).problems.map(({ pointer, code }) => [pointer, code]);
const pressure = (systolic: number, diastolic: number) => ({ code: '85354-9', components: [{ code: '8480-6', value: systolic, unit: 'mmHg' }, { code: '8462-4', value: diastolic, unit: 'mmHg' }] });

describe('an entered measure', () => {
  it('is kept canonical and as it was typed', () => {
    expect(accept({ code: '29463-7', value: 160, unit: 'lbs' }).measures).toMatchObject([{ quantity: 72.57, unit: 'kg', enteredValue: '160', enteredUnit: 'lbs', text: 'Body weight', origin: 'entered', marks: [] }]);
    expect(accept({ code: '8310-5', value: 98.6, unit: '°F' }).measures).toMatchObject([{ quantity: 37, unit: 'Cel' }]);
    expect(accept({ code: '2345-7', value: 5.5, unit: 'mmol/l' }).measures).toMatchObject([{ quantity: 99, unit: 'mg/dL' }]);
  });

  it('of another name of a code is kept under the code', () => {
    expect(accept({ code: '8331-1', value: 37, unit: 'Cel' }).measures).toMatchObject([{ code: '8310-5' }]);
  });

  it('that is impossible is refused, and one that is unlikely marked', () => {
    expect(problemsOf({ code: '8310-5', value: 98.6, unit: 'Cel' })).toEqual([['/measures/0/value', 'impossible']]);
    expect(accept({ code: '8310-5', value: 30, unit: 'Cel' }).measures).toMatchObject([{ marks: ['implausible'] }]);
  });

  it('needs a unit that its measure is accepted in', () => {
    expect(problemsOf({ code: '29463-7', value: 70 })).toEqual([['/measures/0/unit', 'unit-not-accepted']]);
    expect(problemsOf({ code: '29463-7', value: 70, unit: 'cm' })).toEqual([['/measures/0/unit', 'unit-not-accepted']]);
    expect(problemsOf({ code: '29463-7', value: 70, unit: 'stones' })).toEqual([['/measures/0/unit', 'unit-unknown']]);
  });

  it('of an unknown code has its unit checked and nothing else', () => {
    expect(accept({ code: '718-7', value: 13.5, unit: 'g/dL' }).measures).toMatchObject([{ code: '718-7', quantity: 13.5, unit: 'g/dL', text: null, marks: [] }]);
    expect(problemsOf({ code: '718-7', value: 13.5, unit: 'grams per glass' })).toEqual([['/measures/0/unit', 'unit-unknown']]);
    expect(accept({ code: '718-7', value: 'trace' }).measures).toMatchObject([{ textValue: 'trace', quantity: null }]);
  });

  it('must have a LOINC code with its right check digit', () => {
    expect(problemsOf({ code: '8480-7', value: 1, unit: 'kg' }, { code: 'weight', value: 1, unit: 'kg' })).toEqual([['/measures/0/code', 'code'], ['/measures/1/code', 'code']]);
    expect(['8480-6', '85354-9', '72166-2', '2160-0'].every(isLoincCode)).toBe(true);
  });

  it('is a number where a quantity is measured and a code where one is', () => {
    const never = { system: 'http://snomed.info/sct', code: '266919005', text: 'Never smoked' };
    expect(accept({ code: '72166-2', value: never }).measures).toMatchObject([{ codedValue: never, quantity: null }]);
    expect(problemsOf({ code: '72166-2', value: 1, unit: '1' }, { code: '29463-7', value: 'heavy' }, { code: '29463-7', value: never })).toEqual([
      ['/measures/0/value', 'not-coded'], ['/measures/1/value', 'not-a-quantity'], ['/measures/2/value', 'not-a-quantity'],
    ]);
  });

  it('says all that is wrong with all of them at once', () => {
    expect(problemsOf(pressure(80, 120), { code: '29463-7', value: 9000, unit: 'kg' }, { code: '8302-2', value: 168, unit: 'm' })).toEqual([
      ['/measures/0/components', 'systolic-not-above-diastolic'], ['/measures/1/value', 'impossible'], ['/measures/2/value', 'impossible'],
    ]);
  });

  it('is either accepted or named in a problem, never lost', () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.string());
    const entered = fc.record({ code: fc.constantFrom('29463-7', '8310-5', '2345-7', '718-7', '72166-2', 'x'), value, unit: fc.constantFrom('kg', 'lb', 'F', 'mmol/L', 'mg/dL', 'x') });
    fc.assert(
      fc.property(fc.array(entered, { maxLength: 6 }), (all) => {
        const { measures, problems } = accept(...all);
        expect(measures.length + new Set(problems.map(({ pointer }) => pointer.split('/')[2])).size).toBe(all.length);
        for (const { quantity, codedValue, textValue } of measures) expect([quantity, codedValue, textValue].filter((one) => one !== null)).toHaveLength(1);
      }),
    );
  });
});

describe('a blood pressure', () => {
  it('is two rows of one panel', () => {
    const { measures } = accept(pressure(128, 82));
    expect(measures).toMatchObject([{ code: '8480-6', quantity: 128, panelCode: '85354-9' }, { code: '8462-4', quantity: 82, panelCode: '85354-9' }]);
    expect(new Set(measures.map(({ panelId }) => panelId)).size).toBe(1);
  });

  it('whose systolic is not above its diastolic is refused', () => {
    fc.assert(fc.property(fc.integer({ min: 40, max: 150 }), fc.integer({ min: 40, max: 150 }), (systolic, diastolic) => (problemsOf(pressure(systolic, diastolic)).length === 0) === systolic > diastolic));
  });

  it('of which half is missing needs a word why', () => {
    const half = { code: '85354-9', components: [{ code: '8480-6', value: 128, unit: 'mmHg' }] };
    expect(problemsOf(half)).toEqual([['/measures/0/components', 'half-of-a-panel']]);
    expect(problemsOf({ code: '8480-6', value: 128, unit: 'mmHg' })).toEqual([['/measures/0', 'half-of-a-panel']]);
    expect(accept({ ...half, note: 'Diastolic not audible' })).toMatchObject({ problems: [], measures: [{ note: 'Diastolic not audible' }] });
    expect(problemsOf({ code: '8480-6', value: 128, unit: 'mmHg', note: 'By palpation' })).toEqual([]);
  });

  it('has each component once', () => {
    expect(problemsOf({ code: '85354-9', components: [...pressure(128, 82).components, { code: '8480-6', value: 130, unit: 'mmHg' }] })).toEqual([['/measures/0/components', 'repeated']]);
  });
});
