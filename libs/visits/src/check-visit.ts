import type { FieldProblem } from '@anamnesis/errors';
import type { NewVisit } from './new-visit';

/** Clocks differ: what lies this far ahead is now. */
const clockToleranceMinutes = 5;

/** What contradicts itself in a visit, before anybody asks whose it is. */
export function contradictions(visit: NewVisit, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const latest = new Date(now.valueOf() + clockToleranceMinutes * 60_000);
  const latestDay = new Date(now.valueOf() + 24 * 60 * 60_000).toISOString().slice(0, 10);
  const future = (pointer: string) => problems.push({ pointer, code: 'in-the-future', detail: 'This lies in the future.' });

  if (visit.startedAt > latest) future('/startedAt');
  if (visit.endedAt && visit.endedAt > latest) future('/endedAt');
  if (visit.endedAt && visit.endedAt < visit.startedAt) problems.push({ pointer: '/endedAt', code: 'before-start', detail: 'A visit ends after it starts.' });
  visit.measures.forEach((measure, place) => {
    if (measure.takenAt && measure.takenAt > latest) future(`/measures/${String(place)}/takenAt`);
  });
  visit.diagnoses.forEach(({ onsetOn }, place) => {
    // A day ahead: it may be tomorrow already where the patient lives.
    if (onsetOn !== undefined && onsetOn > latestDay) future(`/diagnoses/${String(place)}/onsetOn`);
  });
  visit.treatments.forEach(({ from, to }, place) => {
    if (to !== undefined && to < from) problems.push({ pointer: `/treatments/${String(place)}/to`, code: 'before-start', detail: 'A treatment ends after it starts.' });
  });
  return problems;
}
