import { type AccountRow, type InvitationRow, type RegistrationRow, type RoleRequestRow, partialDate } from '@anamnesis/users';
import type { z } from 'zod';
import type { accountAnswer, invitationAnswer, registrationAnswer, roleRequestAnswer } from './accounts.schemas';

type Names = z.infer<typeof accountAnswer>['names'];

export function presentAccount(row: AccountRow): z.infer<typeof accountAnswer> {
  return {
    id: row.id,
    username: row.username,
    names: row.names as Names,
    ...(row.email === null ? {} : { email: row.email }),
    language: row.language,
    status: row.status,
    roles: row.roles.map(({ role, organisationId }) => ({ role, ...(organisationId === null ? {} : { organisationId }) })),
    version: row.version,
  };
}

export function presentRoleRequest(row: RoleRequestRow): z.infer<typeof roleRequestAnswer> {
  const { specialty, licence, phone, locationId } = row.about;
  return {
    id: row.id,
    accountId: row.account_id,
    names: row.names as Names,
    role: row.role,
    organisationId: row.organisation_id,
    ...(specialty === undefined ? {} : { specialty }),
    ...(licence === undefined ? {} : { licence }),
    ...(phone === undefined ? {} : { phone }),
    ...(locationId === undefined ? {} : { locationId }),
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }),
    ...(row.decision === null ? {} : { decision: row.decision }),
    version: row.version,
  };
}

export function presentInvitation(row: InvitationRow): z.infer<typeof invitationAnswer> {
  return {
    id: row.id,
    kind: row.kind,
    organisationId: row.organisation_id,
    invitedBy: row.invited_by,
    email: row.email,
    names: row.names as Names,
    ...(row.account_id === null ? {} : { accountId: row.account_id }),
    ...(row.person_id === null ? {} : { patientId: row.person_id }),
    status: row.accepted_at !== null ? 'accepted' : row.withdrawn_at !== null ? 'withdrawn' : row.expires_at <= new Date() ? 'expired' : 'open',
    invitedAt: row.invited_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}

export function presentRegistration(row: RegistrationRow): z.infer<typeof registrationAnswer> {
  return {
    id: row.id,
    names: row.names as Names,
    ...(row.birth_date === null ? {} : { birthDate: partialDate(row.birth_date, row.birth_date_precision) }),
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.phone === null ? {} : { phone: row.phone }),
    registeredAt: row.recorded_at.toISOString(),
  };
}
