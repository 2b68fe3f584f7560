import type { EntityManager } from 'typeorm';
import type { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';

/** The doctor's row stays; nobody signs in with the account any more, and nobody still is. */
export async function leave(transaction: EntityManager, endSessions: EndSessionsOfAccount, doctorId: string): Promise<void> {
  await transaction.query("UPDATE doctor SET status = 'left', version = version + 1 WHERE id = $1::uuid AND status <> 'left'", [doctorId]);
  const [doctor] = await transaction.query<{ account_id: string | null }[]>('SELECT account_id FROM doctor WHERE id = $1::uuid', [doctorId]);
  if (!doctor?.account_id) return;
  await transaction.query("UPDATE account SET status = 'disabled', version = version + 1 WHERE id = $1::uuid AND status <> 'disabled'", [doctor.account_id]);
  await endSessions.execute(transaction, doctor.account_id, 'left');
}
