import { contradictions } from './check-visit';
import { aVisit, heartRate } from './testing/a-visit';
import { assertMayWriteVisits } from './visit.policy';
import { VisitNotAllowed } from './visit.errors';

const now = new Date('2026-03-04T12:00:00Z');
const pointersOf = (changes: Parameters<typeof aVisit>[0]) => contradictions(aVisit(changes), now).map(({ pointer, code }) => [pointer, code]);

describe('a visit that contradicts itself', () => {
  it('is told all its contradictions at once', () => {
    const tomorrow = new Date('2026-03-05T12:00:00Z');
    expect(
      pointersOf({
        startedAt: tomorrow,
        endedAt: new Date('2026-03-03T12:00:00Z'),
        measures: [heartRate(70), { ...heartRate(71), takenAt: tomorrow }],
        diagnoses: [{ text: 'Gout', onsetOn: '2026-03-06' }],
        treatments: [{ kind: 'therapy', text: 'Exercise', from: '2026-03-04', to: '2026-03-01' }],
      }),
    ).toEqual([['/startedAt', 'in-the-future'], ['/endedAt', 'before-start'], ['/measures/1/takenAt', 'in-the-future'], ['/diagnoses/0/onsetOn', 'in-the-future'], ['/treatments/0/to', 'before-start']]);
  });

  it('is not one whose clock runs a little ahead, nor one where the patient’s day has begun', () => {
    expect(pointersOf({ startedAt: new Date('2026-03-04T12:04:00Z'), diagnoses: [{ text: 'Gout', onsetOn: '2026-03-05' }] })).toEqual([]);
  });
});

it('only a doctor records and completes visits', () => {
  expect(() => assertMayWriteVisits({ role: 'doctor' })).not.toThrow();
  for (const role of ['patient', 'nurse', 'desk', 'admin', 'auditor', 'researcher']) expect(() => assertMayWriteVisits({ role })).toThrow(VisitNotAllowed);
});
