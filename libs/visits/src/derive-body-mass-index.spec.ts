import { type EnteredMeasure, acceptMeasures } from './accept-measures';
import { deriveBodyMassIndex } from './derive-body-mass-index';
import { aCatalogue } from './testing/a-catalogue';
import { height, weight } from './testing/a-visit';

const person = { birthDate: '1980-01-01', birthDatePrecision: 'day' as const, sex: 'female', zone: 'Europe/Berlin' };
const takenAt = new Date('2026-03-04T09:00:00Z');
const accepted = (...entered: EnteredMeasure[]) => acceptMeasures(entered, aCatalogue(), person, { visitId: null, takenAt, takenBy: 'a', setting: 'clinic' }).measures;
const derive = (entered: EnteredMeasure[], earlier: Parameters<typeof deriveBodyMassIndex>[1] = []) => {
  const measures = accepted(...entered);
  return { measures, derived: deriveBodyMassIndex(measures, earlier, person, aCatalogue()) };
};

describe('deriving the body mass index of measures that come together', () => {
  it('keeps what it was computed from', () => {
    const { measures, derived } = derive([height(66, 'in'), weight(160, 'lb')]);
    expect(derived).toMatchObject({ code: '39156-5', quantity: 25.8, unit: 'kg/m2', origin: 'derived', derivedFrom: [measures[1]!.id, measures[0]!.id], takenAt });
  });

  it('uses a height of the chart where none came along, and is as restricted as that', () => {
    const earlier = { id: 'earlier', quantity: 170, takenAt: new Date('2024-03-04T09:00:00Z'), sensitivity: 1 };
    expect(derive([weight(72.5)], [earlier]).derived).toMatchObject({ quantity: 25.1, sensitivity: 1 });
  });

  it('does nothing without a weight, without a height, or beside one that was entered', () => {
    expect(derive([height(168)]).derived).toBeUndefined();
    expect(derive([weight(72)]).derived).toBeUndefined();
    expect(derive([height(168), weight(72), { code: '39156-5', value: 25, unit: 'kg/m2' }]).derived).toBeUndefined();
  });

  it('does nothing where height and weight can not belong to one body, and marks what hardly can', () => {
    expect(derive([height(250), weight(10)]).derived).toBeUndefined();
    expect(derive([height(120), weight(150)]).derived).toMatchObject({ marks: ['implausible'] });
  });
});
