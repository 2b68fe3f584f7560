import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface WhichSessions {
  /** Those that were signed in with this role. */
  readonly role?: string;
  /** The one that goes on. */
  readonly except?: string;
}

@Injectable()
export class EndSessionsOfAccount {
  /**
   * Ends all sessions of an account that was disabled, lost a role, or has another password, in the transaction that does it: their refresh
   * tokens are worth nothing from its end on, their access tokens nothing a second later, on every process. The account is locked, so that
   * nobody who signs in at the same moment gets past it (start-session.ts).
   */
  async execute(transaction: EntityManager, accountId: string, because: string, { role, except }: WhichSessions = {}): Promise<void> {
    await transaction.query('SELECT FROM account WHERE id = $1 FOR UPDATE', [accountId]);
    await transaction.query(
      `UPDATE session SET revoked_at = clock_timestamp(), revoked_because = $2
        WHERE account_id = $1 AND revoked_at IS NULL AND ($3::text IS NULL OR role = $3) AND ($4::uuid IS NULL OR id <> $4)`,
      [accountId, because, role ?? null, except ?? null],
    );
  }
}
