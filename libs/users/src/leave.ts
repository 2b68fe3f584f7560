import type { EntityManager } from 'typeorm';

/** The doctor's row stays; nobody signs in with the account any more, and nobody still is. */
export async function leave(transaction: EntityManager, doctorId: string): Promise<void> {
  await transaction.query("UPDATE doctor SET status = 'left', version = version + 1 WHERE id = $1::uuid AND status <> 'left'", [doctorId]);
  await transaction.query("UPDATE account SET status = 'disabled', version = version + 1 WHERE status <> 'disabled' AND id = (SELECT account_id FROM doctor WHERE id = $1::uuid)", [doctorId]);
  await transaction.query("UPDATE session SET revoked_at = now(), revoked_because = 'left' WHERE revoked_at IS NULL AND account_id = (SELECT account_id FROM doctor WHERE id = $1::uuid)", [doctorId]);
}
