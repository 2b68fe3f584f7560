import type { AppointmentTypeRow, LocationRow, OrganisationRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { appointmentTypeAnswer, locationAnswer, organisationAnswer } from './places.schemas';

export function presentOrganisation({ id, name, phone, version }: OrganisationRow): z.infer<typeof organisationAnswer> {
  return { id, name, ...(phone === null ? {} : { phone }), version };
}

export function presentLocation(row: LocationRow): z.infer<typeof locationAnswer> {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    address: { ...row.address },
    zone: row.zone,
    openingHours: row.opening_hours.map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
    holidays: row.holidays.map(({ date, name }) => ({ date, ...(name === undefined ? {} : { name }) })),
    version: row.version,
  };
}

export function presentAppointmentType(row: AppointmentTypeRow): z.infer<typeof appointmentTypeAnswer> {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    lengthMinutes: row.length_minutes,
    bufferMinutes: row.buffer_minutes,
    bookableBy: [...row.bookable_by],
    version: row.version,
  };
}
