import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { MeasureCatalogue } from './measure-catalogue';
import type { MeasureAlias, MeasureType } from './measure-type.entity';

const readTypes = {
  name: 'visits.measure-types',
  text: `SELECT code, text, value_kind AS "valueKind", canonical_unit AS "canonicalUnit", accepted_units AS "acceptedUnits", molar_mass::float8 AS "molarMass", decimals, possible, plausible,
    panel_code AS "panelCode" FROM measure_type ORDER BY code`,
};
const readAliases = { name: 'visits.measure-aliases', text: 'SELECT alias, code FROM measure_alias ORDER BY alias' };

/** A type that is added by a migration or by hand is known to a running process after this time. */
const rereadAfterMinutes = 5;

/** Reference data, kept in memory: every recorded measure asks for it. */
@Injectable()
export class MeasureTypes {
  private read: Promise<MeasureCatalogue> | undefined;
  private readAt = 0;

  constructor(private readonly database: Database) {}

  async catalogue(): Promise<MeasureCatalogue> {
    if (!this.read || Date.now() - this.readAt > rereadAfterMinutes * 60_000) {
      this.readAt = Date.now();
      this.read = this.readCatalogue();
      // A read that failed must not be remembered.
      this.read.catch(() => (this.read = undefined));
    }
    return this.read;
  }

  private async readCatalogue(): Promise<MeasureCatalogue> {
    const [types, aliases] = await Promise.all([this.database.query<MeasureType>(readTypes, []), this.database.query<MeasureAlias>(readAliases, [])]);
    return new MeasureCatalogue(types, aliases);
  }
}
