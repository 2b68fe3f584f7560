import { type Caller, callers, withRole } from '../world/callers';
import { v7 } from 'uuid';
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
  /** The same about something that is not there, where what is hidden is named in the body. */
  readonly unknownBody?: () => unknown;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** If-Match is the version that this row has: what is refused is not so because it is stale. */
  readonly ifMatch?: { readonly table: string; readonly id: string };
  /** The call ends sessions or changes the account: each caller makes it as somebody else of their role. */
  readonly ofAnother?: true;
  /** It is limited by address: each call comes from one of its own. */
  readonly limited?: true;
  /** Another id of the world than the one called like the part of the path. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Whether the patient is in the answer, where being answered is not yet seeing them. */
  readonly shows?: { readonly id: 'patientId' | 'studyId'; readonly to: readonly Caller[] };
}

const stale = { 'if-match': '"999999999"' };
const signedIn = callers.filter((caller) => !['nobody', 'worker', 'doctor without a second factor'].includes(caller));
const doctors = withRole('doctor');

/** access.md: visit, diagnosis, measure, report. */
const chart: readonly Caller[] = ['patient', 'representative in everything', 'doctor in care', 'doctor covering', 'doctor in emergency'];
/** Reports and studies are nothing that an emergency is for. */
const inNoEmergency = chart.filter((caller) => caller !== 'doctor in emergency');
/** Nurses read, on the day. */
const chartReaders: readonly Caller[] = [...chart, 'nurse in care'];
const chartWriters: readonly Caller[] = ['doctor in care', 'doctor covering', 'doctor in emergency'];
/** access.md: patient's demographics. */
const person: readonly Caller[] = [...chart, 'representative for appointments', 'desk of the organisation', 'admin of the organisation'];
const self: readonly Caller[] = ['patient', 'representative in everything'];
const studyWatchers: readonly Caller[] = ['researcher of the study', 'admin of the organisation', 'auditor'];
const mayBeAsked = withRole('patient', 'doctor', 'desk');
const ownAdmin: readonly Caller[] = ['admin of the organisation'];
/** They know the doctor, and change themselves only. */
const colleagues: Row['except'] = Object.fromEntries(doctors.filter((caller) => caller !== 'doctor in care').map((caller) => [caller, 403]));
const ofOrganisation = (caller: Caller): boolean => !['nurse elsewhere', 'desk of another', 'admin of another'].includes(caller);
/** Than a representation of the world ends. */
const sooner = new Date(Date.now() + 20 * 3_600_000).toISOString();
const consent = () => ({ textVersion: 1, language: 'en' });

/** Each route of the product, with who gets through. A route without a row fails the matrix, and so does a row without a route. */
export const expectedRows: Readonly<Record<string, Row>> = {
  ...expectedCareRows,
  'GET /health/live': { allowed: callers, answered: 200 },
  'GET /health/ready': { allowed: callers, answered: 200 },
  'GET /.well-known/jwks.json': { allowed: callers, answered: 200 },

  'POST /auth/login': { allowed: callers, answered: 200, limited: true, body: () => ({ username: 'doctor', password: 'a-clinic-to-try-out' }) },
  'POST /auth/refresh': { allowed: callers, answered: 401, limited: true, body: () => ({ refreshToken: 'x'.repeat(43) }) },
  'POST /auth/logout': { allowed: signedIn, answered: 204, ofAnother: true },
  'POST /auth/unlock': { allowed: callers, answered: 401, limited: true, body: () => ({ refreshToken: 'x'.repeat(43), password: 'x' }) },
  'POST /auth/role': { allowed: signedIn, answered: 422, body: () => ({ role: 'auditor', refreshToken: 'x'.repeat(43) }), except: { auditor: 401 } },
  'POST /auth/password/change': { allowed: signedIn, answered: 422, ofAnother: true, limited: true, body: () => ({ oldPassword: 'not the old one', newPassword: 'quite a long new password' }) },
  'POST /auth/mfa/enrol': { allowed: [...signedIn, 'doctor without a second factor'], answered: 422, ofAnother: true, limited: true, body: () => ({ password: 'not it' }), except: { 'doctor without a second factor': 200 } },
  'POST /auth/mfa/confirm': { allowed: [...signedIn, 'doctor without a second factor'], answered: 422, ofAnother: true, limited: true, body: () => ({ code: '123456' }) },
  'POST /auth/mfa/recovery-codes': { allowed: signedIn, answered: 422, ofAnother: true, limited: true, body: () => ({ code: '123456' }) },
  'DELETE /auth/mfa': { allowed: signedIn, answered: 422, ofAnother: true, limited: true, body: () => ({ password: 'not it', code: '123456' }) },
  'GET /me/sessions': { allowed: signedIn, answered: 200 },
  'DELETE /me/sessions': { allowed: signedIn, answered: 204, ofAnother: true },
  'DELETE /me/sessions/:sessionId': { allowed: ['patient'], answered: 204 },
  'GET /me': { allowed: signedIn, answered: 200 },

  'POST /auth/register': { allowed: callers, answered: 202, limited: true, body: ({ clinic }) => ({ email: `${v7()}@example.org`, organisationId: clinic.organisationId }) },
  'POST /auth/confirm': { allowed: callers, answered: 422, limited: true, body: () => ({ token: 'x'.repeat(43), password: 'quite a long new password' }) },
  'POST /auth/password/forgot': { allowed: callers, answered: 202, limited: true, body: () => ({ email: `${v7()}@example.org` }) },
  'POST /auth/password/reset': { allowed: callers, answered: 422, limited: true, body: () => ({ token: 'x'.repeat(43), password: 'quite a long new password' }) },
  'POST /auth/email/confirm': { allowed: callers, answered: 422, limited: true, body: () => ({ token: 'x'.repeat(43) }) },
  'PATCH /me': { allowed: signedIn, answered: 412, body: () => ({ language: 'de' }), headers: stale },
  'POST /me/email': { allowed: signedIn, answered: 422, limited: true, body: () => ({ email: `${v7()}@example.org`, password: 'not it' }) },
  'GET /accounts': { allowed: [...withRole('admin'), 'auditor'], answered: 200 },
  'POST /accounts': { allowed: withRole('admin'), answered: 201, body: () => ({ email: `${v7()}@example.org`, names: [{ text: 'Somebody New' }], role: 'nurse' }) },
  'GET /accounts/:accountId': { allowed: [...ownAdmin, 'auditor'], answered: 200 },
  'PATCH /accounts/:accountId': { allowed: ownAdmin, answered: 200, body: () => ({ language: 'de' }), ifMatch: { table: 'account', id: 'accountId' } },
  'GET /role-requests': { allowed: [...withRole('admin'), 'auditor'], answered: 200 },
  'POST /role-requests': { allowed: ownAdmin, answered: 201, body: ({ people }) => ({ accountId: people['researcher of the study'].acting.accountId, role: 'nurse' }), unknownBody: () => ({ accountId: v7(), role: 'nurse' }) },
  'GET /role-requests/:requestId': { allowed: [...ownAdmin, 'auditor'], answered: 200 },
  'PATCH /role-requests/:requestId': { allowed: [...ownAdmin, 'auditor'], answered: 412, body: () => ({ decision: 'approved' }), headers: stale },
  'GET /invitations': { allowed: withRole('admin', 'desk', 'doctor'), answered: 200 },
  'POST /invitations': { allowed: ['doctor in care', 'desk of the organisation'], answered: 201, body: ({ ids }) => ({ kind: 'patient', patientId: ids['untiedPatientId'], email: 'patient@example.org' }), unknownBody: () => ({ kind: 'patient', patientId: v7(), email: 'patient@example.org' }), except: { 'admin of the organisation': 403, 'admin of another': 403 } },
  'GET /invitations/:invitationId': { allowed: ownAdmin, answered: 200 },
  'DELETE /invitations/:invitationId': { allowed: ownAdmin, answered: 204 },
  'GET /registrations': { allowed: withRole('desk'), answered: 200 },
  'POST /registrations/:registrationId/tie': { allowed: ['doctor in care', 'desk of the organisation'], answered: 204, body: ({ ids }) => ({ patientId: ids['untiedPatientId'], reason: 'Seen at the desk' }), except: { 'desk of the organisation': 404 } },
  'POST /registrations/:registrationId/verify': { allowed: ['desk of the organisation'], answered: 204, body: () => ({ reason: 'Seen at the desk' }), ids: { registrationId: 'otherRegistrationId' } },
  'GET /organisations': { allowed: signedIn, answered: 200 },
  'PATCH /organisations/:organisationId': { allowed: ownAdmin, answered: 200, body: () => ({ phone: '1' }), ifMatch: { table: 'organisation', id: 'organisationId' } },
  'GET /locations': { allowed: signedIn, answered: 200 },
  'POST /locations': { allowed: withRole('admin'), answered: 201, body: () => ({ name: 'Garden house', zone: 'Europe/Berlin' }) },
  'PATCH /locations/:locationId': { allowed: ownAdmin, answered: 200, body: () => ({ name: 'House' }), ifMatch: { table: 'location', id: 'locationId' } },
  'GET /appointment-types': { allowed: signedIn, answered: 200 },
  'POST /appointment-types': { allowed: withRole('admin'), answered: 201, body: () => ({ name: 'Check-up', lengthMinutes: 20, bookableBy: ['desk'] }) },
  'PATCH /appointment-types/:appointmentTypeId': { allowed: ownAdmin, answered: 200, body: () => ({ name: 'Other' }), ifMatch: { table: 'appointment_type', id: 'appointmentTypeId' } },
  // Last of accounts: the account has nothing left to be seen by.
  'DELETE /accounts/:accountId/roles/:role': { allowed: ownAdmin, answered: 204 },

  'GET /me/announcements': { allowed: signedIn, answered: 200 },
  'PATCH /me/announcements/:announcementId': { allowed: ['patient'], answered: 200, body: () => ({ seen: true }) },
  'GET /reviews': { allowed: ['auditor'], answered: 200 },
  'PATCH /reviews/:reviewId': { allowed: ['auditor'], answered: 200, body: () => ({ verdict: 'justified', note: 'Seen' }), ifMatch: { table: 'review', id: 'reviewId' } },
  'GET /emergency-access/:emergencyAccessId/review': { allowed: ['auditor'], answered: 200 },
  'PATCH /emergency-access/:emergencyAccessId/review': { allowed: ['auditor'], answered: 412, body: () => ({ verdict: 'justified', note: 'Seen' }), headers: stale },

  // The desk and admins find nobody without a search (libs/users search-patients.db.spec.ts).
  'GET /patients': { allowed: doctors, answered: 200, query: 'limit=200', except: { 'desk of the organisation': 422, 'desk of another': 422, 'admin of the organisation': 422, 'admin of another': 422 }, shows: { id: 'patientId', to: ['doctor in care', 'doctor covering'] } },
  'POST /patients': { allowed: [...doctors, ...withRole('desk', 'admin')], answered: 201, body: () => ({ names: [{ text: 'Made by the matrix' }] }) },
  'GET /patients/:patientId': { allowed: [...person, 'nurse in care'], answered: 200 },
  'PATCH /patients/:patientId': { allowed: [...self, 'doctor in care', 'desk of the organisation', 'admin of the organisation'], answered: 200, body: () => ({ phone: '1' }), ifMatch: { table: 'patient', id: 'patientId' }, except: { 'doctor covering': 403, 'doctor in emergency': 403, 'representative for appointments': 403 } },
  'POST /patients/:patientId/merge': { allowed: ['desk of the organisation'], answered: 404, body: () => ({ into: v7(), reason: 'The same person' }) },
  'DELETE /patients/:patientId/merge': { allowed: ['desk of the organisation'], answered: 409, body: () => ({ reason: 'Not the same person' }) },
  'GET /patients/:patientId/duplicates': { allowed: ['desk of the organisation', 'admin of the organisation'], answered: 200 },
  'PUT /patients/:patientId/duplicates/:otherId': { allowed: ['desk of the organisation'], answered: 204, body: () => ({ samePerson: false }) },
  'GET /duplicates': { allowed: withRole('desk', 'admin'), answered: 200 },
  'GET /me/patients': { allowed: withRole('patient'), answered: 200, shows: { id: 'patientId', to: ['patient', 'representative in everything', 'representative for appointments'] } },
  'GET /patients/:patientId/representations': { allowed: person, answered: 200 },
  'POST /patients/:patientId/representations': { allowed: ['patient', 'desk of the organisation'], answered: 422, body: () => ({ accountId: v7(), kind: 'proxy', scope: 'appointments', evidence: 'A letter' }), except: { 'representative in everything': 403, 'representative for appointments': 403 } },
  'GET /patients/:patientId/representations/:representationId': { allowed: person, answered: 200 },
  'PATCH /patients/:patientId/representations/:representationId': { allowed: ['patient', 'representative in everything', 'desk of the organisation'], answered: 204, body: () => ({ endsAt: sooner }), ifMatch: { table: 'representation', id: 'representationId' }, except: { 'representative for appointments': 403 } },

  'GET /doctors': { allowed: withRole('patient', 'nurse', 'doctor', 'desk', 'admin', 'auditor'), answered: 200 },
  'GET /doctors/:doctorId': { allowed: [...withRole('patient', 'nurse', 'doctor', 'desk', 'admin', 'auditor').filter(ofOrganisation)], answered: 200 },
  'PATCH /doctors/:doctorId': { allowed: ['doctor in care', 'admin of the organisation'], answered: 200, body: () => ({ phone: '1' }), ifMatch: { table: 'doctor', id: 'doctorId' }, except: colleagues },
  'GET /doctors/:doctorId/working-hours': { allowed: withRole('patient', 'nurse', 'doctor', 'desk', 'admin').filter(ofOrganisation), answered: 200 },
  'PUT /doctors/:doctorId/working-hours': { allowed: ['doctor in care', 'desk of the organisation', 'admin of the organisation'], answered: 412, body: () => ({ hours: [] }), headers: stale, except: colleagues },
  'GET /doctors/:doctorId/absences': { allowed: withRole('nurse', 'doctor', 'desk', 'admin').filter(ofOrganisation), answered: 200 },
  'POST /doctors/:doctorId/absences': { allowed: ['doctor in care', 'desk of the organisation', 'admin of the organisation'], answered: 201, body: () => ({ startsAt: '2027-01-04T08:00:00Z', endsAt: '2027-01-05T08:00:00Z', kind: 'holiday' }), except: colleagues },
  'PATCH /doctors/:doctorId/absences/:absenceId': { allowed: ['doctor in care', 'desk of the organisation', 'admin of the organisation'], answered: 412, body: () => ({ cancelled: true }), headers: stale, except: colleagues },

  'GET /patients/:patientId/chart': { allowed: chartReaders, answered: 200 },
  'GET /patients/:patientId/visits': { allowed: chartReaders, answered: 200 },
  'POST /patients/:patientId/visits': { allowed: chartWriters, answered: 201, body: () => aVisit },
  'GET /patients/:patientId/visits/:visitId': { allowed: chartReaders, answered: 200 },
  'POST /patients/:patientId/visits/:visitId/complete': { allowed: chartWriters, answered: 409, headers: stale },
  'GET /patients/:patientId/measures': { allowed: chartReaders, answered: 200 },
  'GET /patients/:patientId/measures/latest': { allowed: chartReaders, answered: 200 },
  'GET /patients/:patientId/measures/statistics': { allowed: chartReaders, answered: 200, query: 'code=8480-6' },
  'GET /measure-types': { allowed: signedIn, answered: 200 },

  'GET /patients/:patientId/reports': { allowed: chart, answered: 200 },
  'POST /patients/:patientId/reports': { allowed: inNoEmergency, answered: 202, except: { 'doctor in emergency': 403 }, body: () => ({ kind: 'health-summary', format: 'csv' }) },
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
