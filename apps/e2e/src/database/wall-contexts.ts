import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import type { Caller } from '../world/callers';
import { appointmentDay } from './wall-rows';

/** What opens a context, as a statement; none: nothing was opened. */
export interface Context {
  readonly name: string;
  readonly open?: readonly [string, readonly unknown[]];
}

/** Each function that opens a context, called by each kind of caller for whom it might do something. */
export function contexts(people: Readonly<Record<Exclude<Caller, 'nobody'>, Acting>>, patientId: string, locationId: string, studyId: string): Context[] {
  const everybody = Object.entries(people);
  const doctors = everybody.filter(([, { role }]) => role === 'doctor');
  // Of what does not hang on the patient one of each kind is enough.
  const some = (...those: Caller[]) => everybody.filter(([caller]) => (those as string[]).includes(caller));
  const open = (prefix: string, those: typeof everybody, statement: string, ...more: unknown[]): Context[] => those.map(([caller, one]) => ({ name: `${prefix}: ${caller}`, open: [statement, [JSON.stringify(one), ...more]] }));
  return [
    { name: 'nothing' },
    ...open('chart', everybody, 'SELECT app.open_chart($1, $2)', patientId),
    ...open('panel', [...doctors, ...some('patient')], 'SELECT app.open_panel($1)'),
    ...open('desk', some('desk of the organisation', 'desk of another', 'admin of the organisation', 'doctor in care', 'nurse in care', 'patient'), 'SELECT app.open_desk($1, $2, $3)', locationId, appointmentDay),
    ...open('studies', some('patient', 'doctor in care', 'desk of the organisation', 'researcher of the study', 'researcher of another', 'admin of the organisation', 'admin of another', 'auditor'), 'SELECT app.open_studies($1, $2)', studyId),
    ...open('organisations', some('desk of the organisation', 'admin of the organisation', 'auditor'), 'SELECT app.open_organisations($1)'),
    ...open('registrations', some('desk of the organisation', 'admin of the organisation', 'doctor in care'), 'SELECT app.open_registrations($1, NULL, 100)'),
    ...open('new chart', some('doctor in care', 'desk of the organisation', 'patient', 'auditor'), 'SELECT app.open_new_chart($1, $2)', v7()),
    // The patient is there: what is opened as new may not be theirs.
    ...open('new chart of this patient', some('doctor, a stranger', 'doctor in care', 'desk of the organisation'), 'SELECT app.open_new_chart($1, $2)', patientId),
    ...open('reviews', some('auditor', 'doctor in care', 'admin of the organisation'), 'SELECT app.open_reviews($1)'),
    ...open('own account', some('patient', 'doctor in care'), 'SELECT app.open_account($1)'),
    ...open('duties', some('doctor in care', 'doctor, a stranger', 'desk of the organisation', 'admin of the organisation', 'patient', 'auditor'), 'SELECT app.open_duties($1, $2)', people['doctor in care'].accountId),
    ...open('hand-over', some('doctor in care', 'doctor, a stranger', 'desk of the organisation', 'admin of the organisation', 'auditor'), 'SELECT app.open_hand_over($1, $2, $3, NULL)',
      people['doctor in care'].accountId, people['doctor covering'].accountId),
    { name: 'system', open: ['SELECT app.open_system($1)', ['matrix']] },
  ];
}
