import { v7 } from 'uuid';
import { type Caller, withRole } from '../world/callers';
import type { Row } from './expected-rows';

const stale = { 'if-match': '"999999999"' };
const self: readonly Caller[] = ['patient', 'representative in everything'];
const inAppointmentsOnly = { 'representative for appointments': 403 } as const;
/** Who sees the patient, and says nothing about who is in care. */
const onlySee = { ...inAppointmentsOnly, 'doctor covering': 403, 'doctor in emergency': 403 } as const;
const sayWhoIsInCare: readonly Caller[] = [...self, 'doctor in care', 'admin of the organisation'];
const ofTheDoctor: readonly Caller[] = ['doctor in care', 'admin of the organisation'];
const seeThePerson: readonly Caller[] = [...self, 'representative for appointments', 'doctor in care', 'doctor covering', 'doctor in emergency', 'desk of the organisation', 'admin of the organisation'];
const nobodyThere = '01900000-0000-7000-8000-000000000000';
const cover = () => ({ coveredBy: v7(), startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString() });

/** Of care: where a call would change the world, it is one that only who may make it is told is wrong. */
export const expectedCareRows: Readonly<Record<string, Row>> = {
  'GET /patients/:patientId/care-relations': { allowed: [...seeThePerson, 'nurse in care', 'auditor'], answered: 200 },
  'POST /patients/:patientId/care-relations': { allowed: sayWhoIsInCare, answered: 422, body: () => ({ doctorId: v7(), kind: 'consulting', reason: 'x' }), except: onlySee },
  'PATCH /patients/:patientId/care-relations/:careRelationId': { allowed: sayWhoIsInCare, answered: 412, headers: stale, body: () => ({ reason: 'x' }), except: onlySee },
  'GET /patients/:patientId/emergency-accesses': { allowed: self, answered: 200 },
  'GET /patients/:patientId/restrictions': { allowed: self, answered: 200 },
  'POST /patients/:patientId/restrictions': { allowed: self, answered: 422, body: () => ({ kind: 'visit', id: v7() }), except: inAppointmentsOnly },
  'PATCH /patients/:patientId/restrictions/:restrictionId': { allowed: self, answered: 412, headers: stale, body: () => ({ lifted: true }) },
  'POST /emergency-access': { allowed: withRole('doctor'), answered: 200, body: () => ({ mrn: 'no such number', reason: 'asked by the matrix' }) },
  'GET /doctors/:doctorId/covers': { allowed: [...withRole('doctor'), 'nurse in care', 'desk of the organisation', 'admin of the organisation', 'auditor'], answered: 200 },
  'POST /doctors/:doctorId/covers': { allowed: ofTheDoctor, answered: 422, body: cover },
  'PATCH /doctors/:doctorId/covers/:coverId': { allowed: ofTheDoctor, answered: 412, headers: stale, body: () => ({}) },
  'GET /doctors/:doctorId/hand-over': { allowed: ofTheDoctor, answered: 422, query: `to=${nobodyThere}` },
  'POST /doctors/:doctorId/hand-over': { allowed: ofTheDoctor, answered: 422, body: () => ({ to: nobodyThere, all: true, reason: 'x' }) },
  'PUT /nurses/:nurseId/locations': { allowed: ['admin of the organisation'], answered: 422, body: () => ({ locationIds: [v7()] }) },
};
