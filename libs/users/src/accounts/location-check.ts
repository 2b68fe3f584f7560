import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { LocationNotThere } from './account-rules.errors';

const isThere = { name: 'users.location-of-organisation', text: 'SELECT 1 AS there FROM location WHERE id = $1 AND organisation_id = $2' };

@Injectable()
export class LocationCheck {
  constructor(private readonly database: Database) {}

  /** In the current transaction. @throws LocationNotThere */
  async refuseElsewhere(locationId: string | undefined, organisationId: string): Promise<void> {
    if (locationId === undefined) return;
    const [there] = await this.database.queryInTransaction<{ there: number }>(isThere, [locationId, organisationId]);
    if (!there) throw new LocationNotThere();
  }
}
