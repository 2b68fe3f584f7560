import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { NewAppointmentType } from './create-appointment-type';
import { PlaceChange } from './place-change';
import { type AppointmentTypeRow, appointmentTypeColumns } from './place-rows';

export type AppointmentTypeChanges = { readonly [Field in Exclude<keyof NewAppointmentType, 'organisationId'>]?: NewAppointmentType[Field] | undefined };

const statements = {
  lock: { name: 'users.lock-appointment-type', text: `SELECT ${appointmentTypeColumns} FROM appointment_type t WHERE t.id = $1 AND t.organisation_id = ANY ($2) FOR UPDATE` },
  change: {
    name: 'users.change-appointment-type',
    text: `UPDATE appointment_type t SET name = $2, length_minutes = $3, buffer_minutes = $4, bookable_by = $5::text[], version = version + 1 WHERE t.id = $1 RETURNING ${appointmentTypeColumns}`,
  },
};

@Injectable()
export class ChangeAppointmentType {
  constructor(private readonly placeChange: PlaceChange) {}

  /** One that nobody books any more is bookable by nobody. @throws PlaceUnknown, PlaceChanged, SignInEnded */
  execute(acting: Acting, id: string, readVersion: number, { name, lengthMinutes, bufferMinutes, bookableBy }: AppointmentTypeChanges): Promise<AppointmentTypeRow> {
    return this.placeChange.make<AppointmentTypeRow>(acting, id, readVersion, statements, (row) => [
      name ?? row.name, lengthMinutes ?? row.length_minutes, bufferMinutes ?? row.buffer_minutes, bookableBy ?? row.bookable_by,
    ]);
  }
}
