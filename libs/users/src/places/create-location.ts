import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { Workplaces, organisationMeant } from '../accounts/workplaces';
import type { Address } from '../patients/patient.entity';
import { type Holiday, type LocationRow, type OpeningHours, locationColumns } from './place-rows';

export interface NewLocation {
  readonly organisationId?: string | undefined;
  readonly name: string;
  readonly address?: Address | undefined;
  /** IANA, such as Europe/Berlin. */
  readonly zone: string;
  readonly openingHours?: readonly OpeningHours[] | undefined;
  readonly holidays?: readonly Holiday[] | undefined;
}

const insertLocation = {
  name: 'users.create-location',
  text: `INSERT INTO location AS l (id, organisation_id, name, address, zone, opening_hours, holidays) VALUES ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7::jsonb) RETURNING ${locationColumns}`,
};

@Injectable()
export class CreateLocation {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** @throws OrganisationNotYours, OrganisationUnclear, SignInEnded */
  execute(acting: Acting, { organisationId, name, address = {}, zone, openingHours = [], holidays = [] }: NewLocation): Promise<LocationRow> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [made] = await this.database.queryInTransaction<LocationRow>(insertLocation, [
        v7(), organisationMeant(organisationIds, organisationId), name, JSON.stringify(address), zone, JSON.stringify(openingHours), JSON.stringify(holidays),
      ]);
      if (!made) throw new Error('The location was not inserted');
      return made;
    });
  }
}
