import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { PlaceChange } from './place-change';
import { type OrganisationRow, organisationColumns } from './place-rows';

export interface OrganisationChanges {
  readonly name?: string | undefined;
  /** Null: none. */
  readonly phone?: string | null | undefined;
}

const statements = {
  lock: { name: 'users.lock-organisation', text: `SELECT ${organisationColumns} FROM organisation o WHERE o.id = $1 AND o.id = ANY ($2) FOR UPDATE` },
  change: { name: 'users.change-organisation', text: `UPDATE organisation o SET name = $2, phone = $3, version = version + 1 WHERE o.id = $1 RETURNING ${organisationColumns}` },
};

@Injectable()
export class ChangeOrganisation {
  constructor(private readonly placeChange: PlaceChange) {}

  /** Making one is the command line's. @throws PlaceUnknown, PlaceChanged, SignInEnded */
  execute(acting: Acting, id: string, readVersion: number, { name, phone }: OrganisationChanges): Promise<OrganisationRow> {
    return this.placeChange.make<OrganisationRow>(acting, id, readVersion, statements, (row) => [name ?? row.name, phone === undefined ? row.phone : phone]);
  }
}
