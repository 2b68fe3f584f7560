import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { type Carrier, RefreshToken, Session } from './session.entity';
import { newRefreshToken, sessionDays } from './tokens';

export interface NewSession {
  readonly accountId: string;
  readonly role: string;
  /** What the client says it is. */
  readonly device: string;
  readonly carrier: Carrier;
  /** Of a session that this one takes the place of. */
  readonly expiresAt?: Date;
}

export interface StartedSession {
  readonly session: Pick<Session, 'id' | 'accountId' | 'role' | 'carrier'>;
  readonly roles: readonly string[];
  readonly refreshToken: string;
}

const longestDevice = 200;

@Injectable()
export class StartSession {
  /** Undefined where the account is not active any more or does not hold the role: it may have lost it since the password was asked. */
  async execute(transaction: EntityManager, { accountId, role, device, carrier, expiresAt }: NewSession): Promise<StartedSession | undefined> {
    const roles = await rolesOfActive(transaction, accountId);
    if (!roles.includes(role)) return undefined;
    const session = { id: v7(), accountId, role, carrier };
    const { token, tokenHash } = newRefreshToken();
    await transaction.insert(Session, { ...session, device: device.slice(0, longestDevice), expiresAt: expiresAt ?? new Date(Date.now() + sessionDays * 86_400_000) });
    await transaction.insert(RefreshToken, { tokenHash, sessionId: session.id });
    return { session, roles, refreshToken: token };
  }
}

/**
 * The roles of an account, none where it is not active. It can not be disabled or lose a role until the transaction ends: whoever does that
 * ends its sessions (end-sessions-of-account.ts) and finds those that were started meanwhile.
 */
export async function rolesOfActive(transaction: EntityManager, accountId: string): Promise<string[]> {
  const [account] = await transaction.query<{ status: string }[]>('SELECT status FROM account WHERE id = $1 FOR SHARE', [accountId]);
  if (account?.status !== 'active') return [];
  // A statement of its own, that sees what was committed while the one before waited.
  const roles = await transaction.query<{ role: string }[]>('SELECT DISTINCT role FROM account_role WHERE account_id = $1 ORDER BY role', [accountId]);
  return roles.map(({ role }) => role);
}
