import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { EntityManager } from 'typeorm';
import { usernameKey } from '../accounts/account.entity';
import { UsernameUnknown } from '../accounts/account.errors';
import { EndSessionsOfAccount } from './end-sessions-of-account';

@Injectable()
export class ForgetSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /** Of somebody who has lost the authenticator and all recovery codes: by the command line, whose user has the database anyway. All sessions end. @throws UsernameUnknown */
  async execute(username: string): Promise<void> {
    await this.database.inTransaction(async (transaction) => {
      const [found] = await transaction.query<{ account_id: string }[]>('SELECT account_id FROM credential WHERE username_key = $1', [usernameKey(username)]);
      if (!found) throw new UsernameUnknown();
      await deleteSecondFactor(transaction, found.account_id);
      await this.endSessions.execute(transaction, found.account_id, 'the second factor was lost');
    });
  }
}

/** Authenticator, recovery codes, and which code was used last: the next authenticator begins anew. */
export async function deleteSecondFactor(transaction: EntityManager, accountId: string): Promise<void> {
  for (const table of ['recovery_code', 'second_factor_step', 'second_factor']) await transaction.query(`DELETE FROM ${table} WHERE account_id = $1`, [accountId]);
}
