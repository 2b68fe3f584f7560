import { Visit } from './visit.entity';
import { VisitAlreadyCompleted, VisitChanged, VisitUnknown } from './visit.errors';

const visit = (changes: Partial<Visit> = {}) => Object.assign(new Visit(), { status: 'open', version: 3, completedAt: null, patientVisibleFrom: null, ...changes });
const now = new Date('2026-03-04T10:00:00Z');

describe('completing a visit', () => {
  it('shows it to the patient from then on, and raises its version', () => {
    const completed = visit();
    completed.complete(3, now);
    expect(completed).toMatchObject({ status: 'completed', completedAt: now, patientVisibleFrom: now, version: 4 });
  });

  it('is refused to one who has not read its newest version', () => {
    expect(() => visit().complete(2, now)).toThrow(VisitChanged);
  });

  it('is refused when it is completed, whatever version was read', () => {
    expect(() => visit({ status: 'completed' }).complete(3, now)).toThrow(VisitAlreadyCompleted);
    expect(() => visit({ status: 'completed' }).complete(2, now)).toThrow(VisitAlreadyCompleted);
  });

  it('is refused when it was entered in error, as if it were not there', () => {
    expect(() => visit({ status: 'entered-in-error' }).complete(3, now)).toThrow(VisitUnknown);
  });
});
