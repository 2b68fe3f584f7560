import { type EntityManager, IsNull } from 'typeorm';
import { Session } from '../session.entity';

/** Of an account, on every device: its refresh tokens are worth nothing from now on, its access tokens nothing a second later. */
export async function endSessions(transaction: EntityManager, accountId: string, because: string): Promise<void> {
  await transaction.update(Session, { accountId, revokedAt: IsNull() }, { revokedAt: new Date(), revokedBecause: because });
}
