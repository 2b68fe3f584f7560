import { asOwner, inTransaction } from './as-owner';

/**
 * Makes the cluster that a database was restored into the origin of its new change stamps. One that it lived in before gets its
 * old number back: transaction ids have only grown there since.
 * @returns the number of the origin
 */
export async function adoptCluster(ownerUrl: string): Promise<number> {
  return asOwner(ownerUrl, async (client) => {
    let origin = 0;
    await inTransaction(client, async () => {
      const { rows } = await client.query<{ origin: number }>(`
        INSERT INTO app.stamp_origin (origin, system_identifier)
        SELECT (SELECT max(origin) + 1 FROM app.stamp_origin), system_identifier FROM pg_control_system()
        ON CONFLICT (system_identifier) DO UPDATE SET adopted_at = clock_timestamp()
        RETURNING origin`);
      origin = Number(rows[0]?.origin);
      // The number stands in the body, so that the planner puts it into the default of every stamped column.
      await client.query(`CREATE OR REPLACE FUNCTION app.current_origin() RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ${origin}::smallint $$`);
    });
    return origin;
  });
}
