import { roles } from '@anamnesis/access';
import { listQuery } from '@anamnesis/http';
import { z } from 'zod';
import { newPatientBody, patientAnswer } from '../patients/schemas';
import { words } from '../words';

const { names, phone, language } = newPatientBody.shape;
const staffRole = z.enum(roles).exclude(['patient']);
const email = z.email().max(254);
const askedRole = { role: staffRole, organisationId: z.uuid().optional(), specialty: words(100).optional(), licence: words(100).optional(), phone, locationId: z.uuid().optional() };

export const uuid = z.uuid();
export const roleParameter = staffRole;
export const accountsQuery = z.strictObject({ ...listQuery, search: words(200).optional() });
export const newAccountBody = z.strictObject({ email, names, language, ...askedRole });
export const accountChangesBody = z.strictObject({ names: names.optional(), language, status: z.enum(['active', 'disabled']).optional() });
export const ownAccountChangesBody = z.strictObject({ names: names.optional(), language });
export const takeRoleQuery = z.strictObject({ organisationId: z.uuid().optional() });

export const roleRequestsQuery = z.strictObject({ ...listQuery, status: z.enum(['open', 'done']).optional() });
export const newRoleRequestBody = z.strictObject({ accountId: z.uuid(), ...askedRole });
export const roleDecisionBody = z.strictObject({ decision: z.enum(['approved', 'refused', 'withdrawn']) });

export const pageQuery = z.strictObject(listQuery);
export const newInvitationBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff'), email, names, language, ...askedRole }),
  z.strictObject({ kind: z.literal('patient'), patientId: z.uuid(), email, language }),
]);
export const tieBody = z.strictObject({ patientId: z.uuid(), reason: words(500) });
export const verifyBody = z.strictObject({ reason: words(500) });

export const accountCursor = z.tuple([z.string(), z.uuid()]);

const heldNames = patientAnswer.shape.names;
export const accountAnswer = z.object({
  id: z.uuid(), username: z.string(), names: heldNames, email: z.string().optional(), language: z.string(), status: z.string(),
  roles: z.array(z.object({ role: z.string(), organisationId: z.uuid().optional() })), version: z.number(),
});
export const accountsAnswer = z.object({ items: z.array(accountAnswer), nextCursor: z.string().optional() });
export const roleRequestAnswer = z.object({
  id: z.uuid(), accountId: z.uuid(), names: heldNames, role: z.string(), organisationId: z.uuid(), specialty: z.string().optional(), licence: z.string().optional(), phone: z.string().optional(),
  locationId: z.string().optional(), askedBy: z.uuid(), askedAt: z.string(), decidedBy: z.uuid().optional(), decidedAt: z.string().optional(), decision: z.string().optional(), version: z.number(),
});
export const roleRequestsAnswer = z.object({ items: z.array(roleRequestAnswer), nextCursor: z.string().optional() });
export const invitationAnswer = z.object({
  id: z.uuid(), kind: z.string(), organisationId: z.uuid(), invitedBy: z.uuid(), email: z.string(), names: heldNames, accountId: z.uuid().optional(), patientId: z.uuid().optional(),
  status: z.enum(['open', 'accepted', 'withdrawn', 'expired']), invitedAt: z.string(), expiresAt: z.string(),
});
export const invitationsAnswer = z.object({ items: z.array(invitationAnswer), nextCursor: z.string().optional() });
export const registrationAnswer = z.object({
  id: z.uuid(), names: heldNames, birthDate: z.string().optional(), email: z.string().optional(), phone: z.string().optional(), registeredAt: z.string(),
});
export const registrationsAnswer = z.object({ items: z.array(registrationAnswer), nextCursor: z.string().optional() });
