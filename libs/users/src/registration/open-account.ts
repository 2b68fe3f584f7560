import { sqlstate, sqlstateOf } from '@anamnesis/database';
import type { EntityManager } from 'typeorm';
import { Credential, usernameKey } from '../accounts/account.entity';
import { UsernameTaken } from '../accounts/account.errors';
import { reserveEmail } from './email-key';
import { LinkUnusable, UsernameOfAnother } from './registration.errors';

export interface FirstSignIn {
  readonly accountId: string;
  /** Where the link was sent to. */
  readonly email: string;
  /** The e-mail address, where none is chosen. */
  readonly username: string | undefined;
  readonly passwordHash: string;
}

/**
 * Gives an account that is there the name and the password to sign in with, and the e-mail address that the link went to.
 * @returns the username
 * @throws UsernameTaken, UsernameOfAnother, LinkUnusable where the address became somebody's meanwhile
 */
export async function openAccount(transaction: EntityManager, { accountId, email, username = email, passwordHash }: FirstSignIn): Promise<string> {
  if (username.includes('@') && usernameKey(username) !== usernameKey(email)) throw new UsernameOfAnother();
  if (!(await reserveEmail(transaction, email, accountId))) throw new LinkUnusable();
  try {
    await transaction.insert(Credential, { usernameKey: usernameKey(username), accountId, passwordHash });
  } catch (error) {
    if (sqlstateOf(error) === sqlstate.uniqueViolation) throw new UsernameTaken();
    throw error;
  }
  return username;
}
