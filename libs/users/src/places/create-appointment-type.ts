import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { Workplaces, organisationMeant } from '../accounts/workplaces';
import { type AppointmentTypeRow, appointmentTypeColumns } from './place-rows';

/** Who may book one at all. */
export const bookers = ['patient', 'doctor', 'desk', 'admin'] as const;

export interface NewAppointmentType {
  readonly organisationId?: string | undefined;
  readonly name: string;
  readonly lengthMinutes: number;
  readonly bufferMinutes?: number | undefined;
  readonly bookableBy: readonly (typeof bookers)[number][];
}

const insertType = {
  name: 'users.create-appointment-type',
  text: `INSERT INTO appointment_type AS t (id, organisation_id, name, length_minutes, buffer_minutes, bookable_by) VALUES ($1, $2, $3, $4, $5, $6::text[]) RETURNING ${appointmentTypeColumns}`,
};

@Injectable()
export class CreateAppointmentType {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** @throws OrganisationNotYours, OrganisationUnclear, SignInEnded */
  execute(acting: Acting, { organisationId, name, lengthMinutes, bufferMinutes = 0, bookableBy }: NewAppointmentType): Promise<AppointmentTypeRow> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [made] = await this.database.queryInTransaction<AppointmentTypeRow>(insertType, [v7(), organisationMeant(organisationIds, organisationId), name, lengthMinutes, bufferMinutes, bookableBy]);
      if (!made) throw new Error('The appointment type was not inserted');
      return made;
    });
  }
}
