import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { NewLocation } from './create-location';
import { PlaceChange } from './place-change';
import { type LocationRow, locationColumns } from './place-rows';

export type LocationChanges = { readonly [Field in Exclude<keyof NewLocation, 'organisationId'>]?: NewLocation[Field] | undefined };

const statements = {
  lock: { name: 'users.lock-location', text: `SELECT ${locationColumns} FROM location l WHERE l.id = $1 AND l.organisation_id = ANY ($2) FOR UPDATE` },
  change: {
    name: 'users.change-location',
    text: `UPDATE location l SET name = $2, address = $3::jsonb, zone = $4, opening_hours = $5::jsonb, holidays = $6::jsonb, version = version + 1 WHERE l.id = $1 RETURNING ${locationColumns}`,
  },
};

@Injectable()
export class ChangeLocation {
  constructor(private readonly placeChange: PlaceChange) {}

  /** Hours, holidays and address are replaced whole. @throws PlaceUnknown, PlaceChanged, SignInEnded */
  execute(acting: Acting, id: string, readVersion: number, { name, address, zone, openingHours, holidays }: LocationChanges): Promise<LocationRow> {
    return this.placeChange.make<LocationRow>(acting, id, readVersion, statements, (row) => [
      name ?? row.name, JSON.stringify(address ?? row.address), zone ?? row.zone, JSON.stringify(openingHours ?? row.opening_hours), JSON.stringify(holidays ?? row.holidays),
    ]);
  }
}
