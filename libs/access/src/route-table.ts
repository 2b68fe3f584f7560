import { type Permission, conditionOf, holdersOf } from './permission-table';
import type { Caller } from './role';

interface DeclaredRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The service that owns the path; 'each' where every process answers for itself. */
  readonly service: 'user' | 'visit' | 'each';
  readonly permission: Permission;
  /** What this route asks beyond its permission, in words. */
  readonly also?: string;
}

export interface Route extends DeclaredRoute {
  /** Whose token may call it at all, by its permission. What they then see is decided by the condition. */
  readonly callers: 'anyone' | readonly Caller[];
  readonly condition: string;
}

const declaredRoutes: readonly DeclaredRoute[] = [
  { method: 'GET', path: '/health/live', service: 'each', permission: 'health:read' },
  { method: 'GET', path: '/health/ready', service: 'each', permission: 'health:read' },
  { method: 'GET', path: '/.well-known/jwks.json', service: 'user', permission: 'keys:read' },

  { method: 'POST', path: '/auth/login', service: 'user', permission: 'session:create', also: 'knows the password, and a code where there is a second factor; not locked out' },
  { method: 'POST', path: '/auth/refresh', service: 'user', permission: 'session:refresh', also: 'has the newest refresh token; used it a while ago at most' },
  { method: 'POST', path: '/auth/unlock', service: 'user', permission: 'session:unlock', also: 'has the newest refresh token, and knows the password or a code; not locked out' },
  { method: 'POST', path: '/auth/logout', service: 'user', permission: 'session:end' },
  { method: 'POST', path: '/auth/role', service: 'user', permission: 'session:switch-role' },
  { method: 'POST', path: '/auth/password/change', service: 'user', permission: 'password:change', also: 'knows the old one' },
  { method: 'POST', path: '/auth/mfa/enrol', service: 'user', permission: 'second-factor:enrol', also: 'knows the password; has none' },
  { method: 'POST', path: '/auth/mfa/confirm', service: 'user', permission: 'second-factor:enrol', also: 'has a code' },
  { method: 'POST', path: '/auth/mfa/recovery-codes', service: 'user', permission: 'second-factor:change', also: 'has a code' },
  { method: 'DELETE', path: '/auth/mfa', service: 'user', permission: 'second-factor:change', also: 'knows the password; has a code' },
  { method: 'GET', path: '/me/sessions', service: 'user', permission: 'session:list' },
  { method: 'DELETE', path: '/me/sessions', service: 'user', permission: 'session:end' },
  { method: 'DELETE', path: '/me/sessions/:sessionId', service: 'user', permission: 'session:end' },
  { method: 'GET', path: '/me', service: 'user', permission: 'account:read' },

  { method: 'POST', path: '/auth/register', service: 'user', permission: 'registration:create', also: 'a limit for each address and mailbox' },
  { method: 'POST', path: '/auth/confirm', service: 'user', permission: 'registration:confirm', also: 'has the mailed link, unused and in time' },
  { method: 'POST', path: '/auth/password/forgot', service: 'user', permission: 'password:forget', also: 'a limit for each address and mailbox' },
  { method: 'POST', path: '/auth/password/reset', service: 'user', permission: 'password:reset', also: 'has the mailed link, unused and in time' },
  { method: 'POST', path: '/auth/email/confirm', service: 'user', permission: 'email:confirm', also: 'has the mailed link, unused and in time' },
  { method: 'PATCH', path: '/me', service: 'user', permission: 'account:change' },
  { method: 'POST', path: '/me/email', service: 'user', permission: 'email:ask', also: 'knows the password' },
  { method: 'GET', path: '/accounts', service: 'user', permission: 'account:list' },
  { method: 'POST', path: '/accounts', service: 'user', permission: 'account:create' },
  { method: 'GET', path: '/accounts/:accountId', service: 'user', permission: 'account:look' },
  { method: 'PATCH', path: '/accounts/:accountId', service: 'user', permission: 'account:manage' },
  { method: 'DELETE', path: '/accounts/:accountId/roles/:role', service: 'user', permission: 'role:take' },
  { method: 'GET', path: '/role-requests', service: 'user', permission: 'role-request:list' },
  { method: 'POST', path: '/role-requests', service: 'user', permission: 'role-request:create' },
  { method: 'GET', path: '/role-requests/:requestId', service: 'user', permission: 'role-request:list' },
  { method: 'PATCH', path: '/role-requests/:requestId', service: 'user', permission: 'role-request:decide', also: 'it is open' },
  { method: 'GET', path: '/invitations', service: 'user', permission: 'invitation:list' },
  { method: 'POST', path: '/invitations', service: 'user', permission: 'invitation:create' },
  { method: 'GET', path: '/invitations/:invitationId', service: 'user', permission: 'invitation:list' },
  { method: 'DELETE', path: '/invitations/:invitationId', service: 'user', permission: 'invitation:withdraw', also: 'neither accepted nor withdrawn' },
  { method: 'GET', path: '/registrations', service: 'user', permission: 'registrant:list' },
  { method: 'POST', path: '/registrations/:registrationId/tie', service: 'user', permission: 'registrant:tie', also: 'the record has no account' },
  { method: 'POST', path: '/registrations/:registrationId/verify', service: 'user', permission: 'registrant:verify' },
  { method: 'GET', path: '/organisations', service: 'user', permission: 'place:list' },
  { method: 'PATCH', path: '/organisations/:organisationId', service: 'user', permission: 'place:change' },
  { method: 'GET', path: '/locations', service: 'user', permission: 'place:list' },
  { method: 'POST', path: '/locations', service: 'user', permission: 'place:create' },
  { method: 'PATCH', path: '/locations/:locationId', service: 'user', permission: 'place:change' },
  { method: 'GET', path: '/appointment-types', service: 'user', permission: 'place:list' },
  { method: 'POST', path: '/appointment-types', service: 'user', permission: 'place:create' },
  { method: 'PATCH', path: '/appointment-types/:appointmentTypeId', service: 'user', permission: 'place:change' },

  { method: 'GET', path: '/patients', service: 'user', permission: 'patient:list' },
  { method: 'POST', path: '/patients', service: 'user', permission: 'patient:create' },
  { method: 'GET', path: '/patients/:patientId', service: 'user', permission: 'patient:read' },

  { method: 'PATCH', path: '/patients/:patientId', service: 'user', permission: 'patient:change' },
  { method: 'POST', path: '/patients/:patientId/merge', service: 'user', permission: 'patient:merge', also: 'not two accounts' },
  { method: 'DELETE', path: '/patients/:patientId/merge', service: 'user', permission: 'patient:merge', also: 'it was merged' },
  { method: 'GET', path: '/patients/:patientId/duplicates', service: 'user', permission: 'duplicate:list' },
  { method: 'PUT', path: '/patients/:patientId/duplicates/:otherId', service: 'user', permission: 'duplicate:dismiss' },
  { method: 'GET', path: '/duplicates', service: 'user', permission: 'duplicate:list' },
  { method: 'GET', path: '/me/patients', service: 'user', permission: 'represented:list' },
  { method: 'GET', path: '/patients/:patientId/representations', service: 'user', permission: 'representation:list' },
  { method: 'POST', path: '/patients/:patientId/representations', service: 'user', permission: 'representation:create' },
  { method: 'GET', path: '/patients/:patientId/representations/:representationId', service: 'user', permission: 'representation:list' },
  { method: 'PATCH', path: '/patients/:patientId/representations/:representationId', service: 'user', permission: 'representation:end', also: 'it has not ended' },

  { method: 'GET', path: '/doctors', service: 'user', permission: 'doctor:list' },
  { method: 'GET', path: '/doctors/:doctorId', service: 'user', permission: 'doctor:read' },
  { method: 'PATCH', path: '/doctors/:doctorId', service: 'user', permission: 'doctor:change' },
  { method: 'GET', path: '/doctors/:doctorId/working-hours', service: 'user', permission: 'hours:read' },
  { method: 'PUT', path: '/doctors/:doctorId/working-hours', service: 'user', permission: 'hours:change' },
  { method: 'GET', path: '/doctors/:doctorId/absences', service: 'user', permission: 'absence:read' },
  { method: 'POST', path: '/doctors/:doctorId/absences', service: 'user', permission: 'absence:change' },
  { method: 'PATCH', path: '/doctors/:doctorId/absences/:absenceId', service: 'user', permission: 'absence:change' },

  { method: 'GET', path: '/patients/:patientId/chart', service: 'visit', permission: 'chart:read' },
  { method: 'GET', path: '/patients/:patientId/visits', service: 'visit', permission: 'visit:list' },
  { method: 'POST', path: '/patients/:patientId/visits', service: 'visit', permission: 'visit:create' },
  { method: 'GET', path: '/patients/:patientId/visits/:visitId', service: 'visit', permission: 'visit:read' },
  { method: 'POST', path: '/patients/:patientId/visits/:visitId/complete', service: 'visit', permission: 'visit:complete', also: 'the visit is open' },
  { method: 'GET', path: '/patients/:patientId/measures', service: 'visit', permission: 'measure:list' },
  { method: 'GET', path: '/patients/:patientId/measures/latest', service: 'visit', permission: 'measure:list' },
  { method: 'GET', path: '/patients/:patientId/measures/statistics', service: 'visit', permission: 'measure:list' },
  { method: 'GET', path: '/measure-types', service: 'visit', permission: 'measure-type:list' },

  { method: 'GET', path: '/patients/:patientId/reports', service: 'visit', permission: 'report:list' },
  { method: 'POST', path: '/patients/:patientId/reports', service: 'visit', permission: 'report:create' },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId', service: 'visit', permission: 'report:read' },
  { method: 'DELETE', path: '/patients/:patientId/reports/:reportId', service: 'visit', permission: 'report:cancel', also: 'not yet ended' },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId/progress', service: 'visit', permission: 'report:read' },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId/file', service: 'visit', permission: 'report:read' },

  // Care.
  { method: 'GET', path: '/me/announcements', service: 'user', permission: 'announcement:list' },
  { method: 'PATCH', path: '/me/announcements/:announcementId', service: 'user', permission: 'announcement:see' },
  { method: 'GET', path: '/patients/:patientId/care-relations', service: 'user', permission: 'care-relation:list' },
  { method: 'POST', path: '/patients/:patientId/care-relations', service: 'user', permission: 'care-relation:begin', also: 'a primary doctor only where there is none' },
  { method: 'PATCH', path: '/patients/:patientId/care-relations/:careRelationId', service: 'user', permission: 'care-relation:end', also: 'not ended yet' },
  { method: 'GET', path: '/patients/:patientId/emergency-accesses', service: 'user', permission: 'emergency-access:list' },
  { method: 'GET', path: '/patients/:patientId/restrictions', service: 'user', permission: 'restriction:list' },
  { method: 'POST', path: '/patients/:patientId/restrictions', service: 'user', permission: 'restriction:make' },
  { method: 'PATCH', path: '/patients/:patientId/restrictions/:restrictionId', service: 'user', permission: 'restriction:lift', also: 'not lifted yet' },
  { method: 'POST', path: '/emergency-access', service: 'user', permission: 'emergency-access:open', also: 'ten look-ups an hour' },
  { method: 'GET', path: '/doctors/:doctorId/covers', service: 'user', permission: 'cover:list' },
  { method: 'POST', path: '/doctors/:doctorId/covers', service: 'user', permission: 'cover:make', also: 'to another doctor of the organisation' },
  { method: 'PATCH', path: '/doctors/:doctorId/covers/:coverId', service: 'user', permission: 'cover:shorten' },
  { method: 'GET', path: '/doctors/:doctorId/hand-over', service: 'user', permission: 'hand-over:preview' },
  { method: 'POST', path: '/doctors/:doctorId/hand-over', service: 'user', permission: 'hand-over:make', also: 'to another doctor of the organisation' },
  { method: 'PUT', path: '/nurses/:nurseId/locations', service: 'user', permission: 'nurse:place' },
  { method: 'GET', path: '/reviews', service: 'user', permission: 'review:list' },
  { method: 'PATCH', path: '/reviews/:reviewId', service: 'user', permission: 'review:judge', also: 'not judged yet' },
  { method: 'GET', path: '/emergency-access/:emergencyAccessId/review', service: 'user', permission: 'review:read' },
  { method: 'PATCH', path: '/emergency-access/:emergencyAccessId/review', service: 'user', permission: 'review:judge', also: 'not judged yet' },

  { method: 'GET', path: '/studies', service: 'user', permission: 'study:list' },
  { method: 'POST', path: '/studies', service: 'user', permission: 'study:create' },
  { method: 'GET', path: '/studies/:studyId', service: 'user', permission: 'study:read' },
  { method: 'PATCH', path: '/studies/:studyId', service: 'user', permission: 'study:change', also: 'it is a draft' },
  { method: 'PUT', path: '/studies/:studyId/researchers', service: 'user', permission: 'study:assign' },
  { method: 'POST', path: '/studies/:studyId/open', service: 'user', permission: 'study:open', also: 'it is a draft without fault' },
  { method: 'POST', path: '/studies/:studyId/close', service: 'user', permission: 'study:close', also: 'it is open' },
  { method: 'GET', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:read' },
  { method: 'PUT', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:consent', also: 'the study is open' },
  { method: 'DELETE', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:withdraw' },
  { method: 'GET', path: '/studies/:studyId/extractions', service: 'visit', permission: 'extraction:list' },
  { method: 'POST', path: '/studies/:studyId/extractions', service: 'visit', permission: 'extraction:run', also: 'it is open' },
  { method: 'GET', path: '/studies/:studyId/extractions/:number', service: 'visit', permission: 'extraction:read' },
  { method: 'GET', path: '/studies/:studyId/extractions/:number/files/:name', service: 'visit', permission: 'extraction:download' },
];

/**
 * Every route of every process: which service owns it, and which permission it asks for. The guards, the gateway, the documentation and
 * the matrix of tests read this table; a process that has a route which is not in it does not start.
 */
export const routeTable: readonly Route[] = declaredRoutes.map((route) => ({
  ...route,
  callers: holdersOf(route.permission),
  condition: [conditionOf(route.permission), route.also].filter((part) => part !== undefined && part !== 'none').join('; ') || 'none',
}));
