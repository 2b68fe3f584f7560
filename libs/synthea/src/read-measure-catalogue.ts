import { MeasureCatalogue, type MeasureAlias, type MeasureType } from '@anamnesis/visits';
import type { ClientBase } from 'pg';

/** The measures that the database knows, through the importer's own connection. */
export async function readMeasureCatalogue(client: ClientBase): Promise<MeasureCatalogue> {
  const types = await client.query<MeasureType>(
    `SELECT code, text, value_kind AS "valueKind", canonical_unit AS "canonicalUnit", accepted_units AS "acceptedUnits", molar_mass::float8 AS "molarMass",
            decimals, possible, plausible, panel_code AS "panelCode"
       FROM measure_type`,
  );
  const aliases = await client.query<MeasureAlias>('SELECT alias, code FROM measure_alias');
  return new MeasureCatalogue(types.rows, aliases.rows);
}
