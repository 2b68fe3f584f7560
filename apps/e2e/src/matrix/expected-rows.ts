import { v7 } from 'uuid';
import { type Caller, callers, roleOf, withRole } from '../world/callers';
import { type World, aStudy, aVisit } from '../world/make-world';
import { expectedCareRows } from './expected-care-rows';

/** What is expected of one route. Whoever is not allowed is told 401 without a token, 403 where no right of their role could do it, and else 404. */
export interface Row {
  readonly allowed: readonly Caller[];
  /** What they are answered. Where the call would change the world for the next caller, a refusal that only they can reach (a stale version). */
  readonly answered: number;
  /** Who is told something else than follows from the above, written out. */
  readonly except?: Readonly<Partial<Record<Caller, number>>>;
  readonly body?: (world: World) => unknown;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The call ends the session that it is made in, or all that its account has. */
  readonly endsSession?: 'this' | 'all';
  /** Whether the patient is in the answer, where being answered is not yet seeing them. */
  readonly shows?: { readonly id: 'patientId' | 'studyId'; readonly to: readonly Caller[] };
}

const stale = { 'if-match': '"999999999"' };
const signedIn = callers.filter((caller) => caller !== 'nobody' && caller !== 'worker');
const doctors = withRole('doctor');

/** access.md: visit, diagnosis, measure, report. */
const chart: readonly Caller[] = ['patient', 'representative in everything', 'doctor in care', 'doctor covering', 'doctor in emergency'];
/** In an emergency there is the chart: no report, no consent. */
const inNoEmergency: readonly Caller[] = chart.filter((caller) => caller !== 'doctor in emergency');
const chartWriters: readonly Caller[] = ['doctor in care', 'doctor covering', 'doctor in emergency'];
/** access.md: patient's demographics. */
const person: readonly Caller[] = [...chart, 'representative for appointments', 'desk of the organisation', 'admin of the organisation'];
const self: readonly Caller[] = ['patient', 'representative in everything'];
const studyWatchers: readonly Caller[] = ['researcher of the study', 'admin of the organisation', 'auditor'];
const mayBeAsked = withRole('patient', 'doctor', 'desk');
const ownAdmin: readonly Caller[] = ['admin of the organisation'];
const deskAndAdmin: readonly Caller[] = ['desk of the organisation', 'admin of the organisation'];
const colleagues: readonly Caller[] = ['doctor covering', 'doctor whose relation ended', 'doctor, a stranger', 'doctor in emergency'];
/** They may see the doctor: what they are told gives nothing away. */
const colleaguesRefused = Object.fromEntries(colleagues.map((caller) => [caller, 403]));
const knowDoctors: readonly Caller[] = [...withRole('patient'), 'nurse in care', ...doctors, ...deskAndAdmin, 'auditor'];
const consent = () => ({ textVersion: 1, language: 'en' });

/** Each route of the product, with who gets through. A route without a row fails the matrix, and so does a row without a route. */
export const expectedRows: Readonly<Record<string, Row>> = {
  ...expectedCareRows,
  'GET /health/live': { allowed: callers, answered: 200 },
  'GET /health/ready': { allowed: callers, answered: 200 },
  'GET /.well-known/jwks.json': { allowed: callers, answered: 200 },

  'POST /auth/login': { allowed: callers, answered: 200, body: () => ({ username: 'doctor', password: 'a-clinic-to-try-out' }) },
  'POST /auth/refresh': { allowed: callers, answered: 401, body: () => ({ refreshToken: 'x'.repeat(43) }) },
  'POST /auth/logout': { allowed: signedIn, answered: 204, endsSession: 'this' },
  'POST /auth/unlock': { allowed: callers, answered: 401, body: () => ({ refreshToken: 'x'.repeat(43), password: 'not the password at all' }) },
  'POST /auth/role': { allowed: signedIn, answered: 422, body: () => ({}) },
  'POST /auth/password/change': { allowed: signedIn, answered: 422, body: () => ({}) },
  'POST /auth/mfa/enrol': { allowed: signedIn, answered: 422, body: () => ({ password: '' }) },
  'POST /auth/mfa/confirm': { allowed: signedIn, answered: 422, body: () => ({}) },
  'POST /auth/mfa/recovery-codes': { allowed: signedIn, answered: 422, body: () => ({}) },
  'DELETE /auth/mfa': { allowed: signedIn, answered: 422, body: () => ({}) },
  'GET /me': { allowed: signedIn, answered: 200 },
  'GET /me/sessions': { allowed: signedIn, answered: 200 },
  'DELETE /me/sessions': { allowed: signedIn, answered: 204, endsSession: 'all' },
  // Another account's.
  'DELETE /me/sessions/:sessionId': { allowed: signedIn, answered: 404 },

  'GET /patients': {
    allowed: [...doctors, ...withRole('desk', 'admin')], answered: 200, query: 'limit=200&search=weiss',
    shows: { id: 'patientId', to: ['doctor in care', 'doctor covering', 'desk of the organisation', 'admin of the organisation'] },
  },
  'POST /patients': { allowed: [...doctors, ...withRole('desk', 'admin')], answered: 201, body: () => ({ names: [{ text: 'Made by the matrix' }] }) },
  'GET /patients/:patientId': { allowed: person, answered: 200 },
  'PATCH /patients/:patientId': {
    allowed: [...self, 'doctor in care', 'desk of the organisation', 'admin of the organisation'], answered: 412, headers: stale, body: () => ({ phone: '+49 30 1' }),
    // They may see the patient, and change nothing of theirs; as everybody, they are told first that what they read is old.
    except: { 'representative for appointments': 412, 'doctor covering': 412, 'doctor in emergency': 412 },
  },
  'POST /patients/:patientId/merge': { allowed: ['desk of the organisation'], answered: 409, body: ({ ids }) => ({ into: ids['patientId'], reason: 'x' }) },
  'DELETE /patients/:patientId/merge': { allowed: ['desk of the organisation'], answered: 409, body: () => ({ reason: 'x' }) },
  'GET /patients/:patientId/duplicates': { allowed: deskAndAdmin, answered: 200 },
  'PUT /patients/:patientId/duplicates/:otherId': { allowed: ['desk of the organisation'], answered: 204, body: () => ({ samePerson: false }) },
  'GET /duplicates': { allowed: withRole('desk', 'admin'), answered: 200 },
  'GET /me/patients': { allowed: withRole('patient'), answered: 200, shows: { id: 'patientId', to: ['patient', 'representative in everything', 'representative for appointments'] } },
  'GET /patients/:patientId/representations': { allowed: person, answered: 200 },
  'GET /patients/:patientId/representations/:representationId': { allowed: person, answered: 200 },
  'POST /patients/:patientId/representations': {
    allowed: ['patient', 'desk of the organisation'], answered: 422, body: () => ({ accountId: v7(), kind: 'proxy', scope: 'full', evidence: 'x' }),
    except: { 'representative in everything': 403, 'representative for appointments': 403 },
  },
  'PATCH /patients/:patientId/representations/:representationId': {
    allowed: ['patient', 'representative in everything', 'representative for appointments', 'desk of the organisation'], answered: 412, headers: stale, body: () => ({}),
  },

  'GET /doctors': { allowed: withRole('patient', 'nurse', 'doctor', 'desk', 'admin', 'auditor'), answered: 200 },
  'GET /doctors/:doctorId': { allowed: knowDoctors, answered: 200 },
  'PATCH /doctors/:doctorId': { allowed: ['doctor in care', 'admin of the organisation'], answered: 412, headers: stale, body: () => ({ phone: '1' }), except: colleaguesRefused },
  'GET /doctors/:doctorId/working-hours': { allowed: knowDoctors.filter((caller) => caller !== 'auditor'), answered: 200 },
  'PUT /doctors/:doctorId/working-hours': { allowed: ['doctor in care', ...deskAndAdmin], answered: 412, headers: stale, body: () => ({ hours: [] }), except: colleaguesRefused },
  'GET /doctors/:doctorId/absences': { allowed: knowDoctors.filter((caller) => roleOf[caller] !== 'patient' && caller !== 'auditor'), answered: 200 },
  'POST /doctors/:doctorId/absences': { allowed: ['doctor in care', ...deskAndAdmin], answered: 422, body: () => ({ startsAt: '2026-01-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z', kind: 'holiday' }), except: colleaguesRefused },
  'PATCH /doctors/:doctorId/absences/:absenceId': { allowed: ['doctor in care', ...deskAndAdmin], answered: 412, headers: stale, body: () => ({ kind: 'holiday' }), except: colleaguesRefused },

  'GET /patients/:patientId/chart': { allowed: chart, answered: 200 },
  'GET /patients/:patientId/visits': { allowed: chart, answered: 200 },
  'POST /patients/:patientId/visits': { allowed: chartWriters, answered: 201, body: () => aVisit },
  'GET /patients/:patientId/visits/:visitId': { allowed: chart, answered: 200 },
  'POST /patients/:patientId/visits/:visitId/complete': { allowed: chartWriters, answered: 409, headers: stale },
  'GET /patients/:patientId/measures': { allowed: chart, answered: 200 },
  'GET /patients/:patientId/measures/latest': { allowed: chart, answered: 200 },
  'GET /patients/:patientId/measures/statistics': { allowed: chart, answered: 200, query: 'code=8480-6' },
  'GET /measure-types': { allowed: signedIn, answered: 200 },

  'GET /patients/:patientId/reports': { allowed: chart, answered: 200 },
  'POST /patients/:patientId/reports': { allowed: inNoEmergency, answered: 202, body: () => ({ kind: 'health-summary', format: 'csv' }), except: { 'doctor in emergency': 403 } },
  'GET /patients/:patientId/reports/:reportId': { allowed: inNoEmergency, answered: 200 },
  'DELETE /patients/:patientId/reports/:reportId': { allowed: inNoEmergency, answered: 409 },
  'GET /patients/:patientId/reports/:reportId/progress': { allowed: inNoEmergency, answered: 200 },
  'GET /patients/:patientId/reports/:reportId/file': { allowed: inNoEmergency, answered: 200 },

  'GET /studies': { allowed: [...mayBeAsked, ...withRole('researcher', 'admin', 'auditor')], answered: 200, query: 'limit=200', shows: { id: 'studyId', to: [...mayBeAsked, ...studyWatchers] } },
  'POST /studies': { allowed: withRole('admin'), answered: 201, body: () => aStudy },
  'GET /studies/:studyId': { allowed: [...mayBeAsked, ...studyWatchers], answered: 200 },
  'PATCH /studies/:studyId': { allowed: ownAdmin, answered: 409, body: () => ({ title: 'Another' }), headers: stale },
  'PUT /studies/:studyId/researchers': { allowed: ownAdmin, answered: 200, body: ({ people }) => ({ accountIds: [people['researcher of the study'].acting.accountId] }) },
  'POST /studies/:studyId/open': { allowed: ownAdmin, answered: 409, headers: stale },
  'POST /studies/:studyId/close': { allowed: ownAdmin, answered: 412, headers: stale },
  // In this order: who takes part, then who no longer does.
  'PUT /patients/:patientId/participations/:studyId': { allowed: [...self, 'desk of the organisation'], answered: 200, body: consent, except: { 'representative for appointments': 403 } },
  'GET /patients/:patientId/participations/:studyId': { allowed: inNoEmergency, answered: 200 },
  // The desk takes back paper alone; what somebody took back themselves is taken back already.
  'DELETE /patients/:patientId/participations/:studyId': { allowed: self, answered: 204, except: { 'desk of the organisation': 204 } },
  'GET /studies/:studyId/extractions': { allowed: studyWatchers, answered: 200 },
  'POST /studies/:studyId/extractions': { allowed: ownAdmin, answered: 202 },
  'GET /studies/:studyId/extractions/:number': { allowed: studyWatchers, answered: 200 },
  'GET /studies/:studyId/extractions/:number/files/:name': { allowed: ['researcher of the study'], answered: 200 },
};
