import type { Role } from './role';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The service that owns the path; 'each' where every process answers for itself. */
  readonly service: 'user' | 'visit' | 'each';
  readonly permission: string;
  /** Whose token may call it at all. What they then see is decided by the condition. */
  readonly callers: 'anyone' | readonly Role[];
  /** Held by the context that the request opens in the database, and said here for people. */
  readonly condition: string;
}

const anyRole: readonly Role[] = ['patient', 'nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor'];
const inCare = 'doctor in care (or covering, or in emergency)';
const chartOrSelf = `${inCare}; the patient or who acts for them`;
const studyAdmin = 'admin of the organisation that the study belongs to';
const ofStudy = `its researcher; ${studyAdmin}; auditor`;
const releasedToSelf = `${chartOrSelf}, from when it is released to them`;

/**
 * Every route of every process: who may call it, on what condition, and which service owns it. The guards, the gateway, the
 * documentation and the matrix of tests read this table; a process that has a route which is not in it does not start.
 */
export const routeTable: readonly Route[] = [
  { method: 'GET', path: '/health/live', service: 'each', permission: 'health:read', callers: 'anyone', condition: 'none' },
  { method: 'GET', path: '/health/ready', service: 'each', permission: 'health:read', callers: 'anyone', condition: 'none' },
  { method: 'GET', path: '/.well-known/jwks.json', service: 'user', permission: 'keys:read', callers: 'anyone', condition: 'none' },

  { method: 'POST', path: '/auth/login', service: 'user', permission: 'session:create', callers: 'anyone', condition: 'knows the password; not locked out' },
  { method: 'POST', path: '/auth/refresh', service: 'user', permission: 'session:refresh', callers: 'anyone', condition: 'has the newest refresh token' },
  { method: 'POST', path: '/auth/logout', service: 'user', permission: 'session:end', callers: anyRole, condition: 'own session' },
  { method: 'GET', path: '/me', service: 'user', permission: 'account:read', callers: anyRole, condition: 'own account' },

  { method: 'GET', path: '/patients', service: 'user', permission: 'patient:list', callers: ['doctor'], condition: 'own list: those in care' },
  { method: 'POST', path: '/patients', service: 'user', permission: 'patient:create', callers: ['doctor', 'desk', 'admin'], condition: 'own organisation; a doctor becomes their primary' },
  { method: 'GET', path: '/patients/:patientId', service: 'user', permission: 'patient:read', callers: ['patient', 'doctor', 'desk', 'admin'], condition: `${chartOrSelf}; own organisation` },

  { method: 'GET', path: '/patients/:patientId/chart', service: 'visit', permission: 'chart:read', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'GET', path: '/patients/:patientId/visits', service: 'visit', permission: 'visit:list', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'POST', path: '/patients/:patientId/visits', service: 'visit', permission: 'visit:create', callers: ['doctor'], condition: inCare },
  { method: 'GET', path: '/patients/:patientId/visits/:visitId', service: 'visit', permission: 'visit:read', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'POST', path: '/patients/:patientId/visits/:visitId/complete', service: 'visit', permission: 'visit:complete', callers: ['doctor'], condition: `${inCare}; the visit is open` },
  { method: 'GET', path: '/patients/:patientId/measures', service: 'visit', permission: 'measure:list', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'GET', path: '/patients/:patientId/measures/latest', service: 'visit', permission: 'measure:list', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'GET', path: '/patients/:patientId/measures/statistics', service: 'visit', permission: 'measure:list', callers: ['patient', 'doctor'], condition: releasedToSelf },
  { method: 'GET', path: '/measure-types', service: 'visit', permission: 'measure-type:list', callers: anyRole, condition: 'none: reference data' },

  { method: 'GET', path: '/patients/:patientId/reports', service: 'visit', permission: 'report:list', callers: ['patient', 'doctor'], condition: chartOrSelf },
  { method: 'POST', path: '/patients/:patientId/reports', service: 'visit', permission: 'report:create', callers: ['patient', 'doctor'], condition: chartOrSelf },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId', service: 'visit', permission: 'report:read', callers: ['patient', 'doctor'], condition: `${chartOrSelf}; nothing above their clearance in it` },
  { method: 'DELETE', path: '/patients/:patientId/reports/:reportId', service: 'visit', permission: 'report:cancel', callers: ['patient', 'doctor'], condition: `${chartOrSelf}; not yet ended` },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId/progress', service: 'visit', permission: 'report:read', callers: ['patient', 'doctor'], condition: `${chartOrSelf}; nothing above their clearance in it` },
  { method: 'GET', path: '/patients/:patientId/reports/:reportId/file', service: 'visit', permission: 'report:read', callers: ['patient', 'doctor'], condition: `${chartOrSelf}; nothing above their clearance in it` },

  { method: 'GET', path: '/studies', service: 'user', permission: 'study:list', callers: ['patient', 'doctor', 'desk', 'researcher', 'admin', 'auditor'], condition: `${ofStudy}; those that are open: patient, doctor and desk` },
  { method: 'POST', path: '/studies', service: 'user', permission: 'study:create', callers: ['admin'], condition: 'own organisation' },
  { method: 'GET', path: '/studies/:studyId', service: 'user', permission: 'study:read', callers: ['patient', 'doctor', 'desk', 'researcher', 'admin', 'auditor'], condition: `${ofStudy}; one that is open: patient, doctor and desk` },
  { method: 'PATCH', path: '/studies/:studyId', service: 'user', permission: 'study:change', callers: ['admin'], condition: `${studyAdmin}; it is a draft` },
  { method: 'PUT', path: '/studies/:studyId/researchers', service: 'user', permission: 'study:assign', callers: ['admin'], condition: `${studyAdmin}; not themselves` },
  { method: 'POST', path: '/studies/:studyId/open', service: 'user', permission: 'study:open', callers: ['admin'], condition: `${studyAdmin}; it is a draft without fault` },
  { method: 'POST', path: '/studies/:studyId/close', service: 'user', permission: 'study:close', callers: ['admin'], condition: `${studyAdmin}; it is open` },
  { method: 'GET', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:read', callers: ['patient', 'doctor'], condition: `${inCare}; the patient or who acts for them in everything` },
  { method: 'PUT', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:consent', callers: ['patient', 'desk'], condition: 'the patient or who acts for them in everything; desk of the own organisation, on paper; the study is open' },
  { method: 'DELETE', path: '/patients/:patientId/participations/:studyId', service: 'user', permission: 'participation:withdraw', callers: ['patient', 'desk'], condition: 'the patient or who acts for them in everything; desk of the own organisation, what was given on paper' },
  { method: 'GET', path: '/studies/:studyId/extractions', service: 'visit', permission: 'extraction:list', callers: ['researcher', 'admin', 'auditor'], condition: ofStudy },
  { method: 'POST', path: '/studies/:studyId/extractions', service: 'visit', permission: 'extraction:run', callers: ['admin'], condition: `${studyAdmin}; it is open` },
  { method: 'GET', path: '/studies/:studyId/extractions/:number', service: 'visit', permission: 'extraction:read', callers: ['researcher', 'admin', 'auditor'], condition: ofStudy },
  { method: 'GET', path: '/studies/:studyId/extractions/:number/files/:name', service: 'visit', permission: 'extraction:download', callers: ['researcher'], condition: 'its researcher' },
];
