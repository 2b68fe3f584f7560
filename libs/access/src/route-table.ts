import { type Permission, conditionOf, holdersOf } from './permission-table';
import type { Role } from './role';

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
  readonly callers: 'anyone' | readonly Role[];
  readonly condition: string;
}

const declaredRoutes: readonly DeclaredRoute[] = [
  { method: 'GET', path: '/health/live', service: 'each', permission: 'health:read' },
  { method: 'GET', path: '/health/ready', service: 'each', permission: 'health:read' },
  { method: 'GET', path: '/.well-known/jwks.json', service: 'user', permission: 'keys:read' },

  { method: 'POST', path: '/auth/login', service: 'user', permission: 'session:create', also: 'knows the password; not locked out' },
  { method: 'POST', path: '/auth/refresh', service: 'user', permission: 'session:refresh', also: 'has the newest refresh token' },
  { method: 'POST', path: '/auth/logout', service: 'user', permission: 'session:end' },
  { method: 'GET', path: '/me', service: 'user', permission: 'account:read' },

  { method: 'GET', path: '/patients', service: 'user', permission: 'patient:list' },
  { method: 'POST', path: '/patients', service: 'user', permission: 'patient:create' },
  { method: 'GET', path: '/patients/:patientId', service: 'user', permission: 'patient:read' },

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
  { method: 'PUT', path: '/nurses/:accountId/locations', service: 'user', permission: 'nurse:place' },
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
