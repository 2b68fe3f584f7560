import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { SignInLocked } from './sign-in.errors';

/**
 * Failures lock the pair of name and address for a while, so that guessing is slow and nobody can lock a doctor out from
 * elsewhere. Kept in the database: two instances count together.
 */
const failuresAllowed = 10;
const windowMinutes = 15;

const readLock = {
  name: 'users.sign-in-lock',
  text: 'SELECT ceil(extract(epoch FROM locked_until - now()))::integer AS seconds FROM sign_in_throttle WHERE key = $1 AND locked_until > now()',
};
const countFailure = {
  name: 'users.sign-in-failure',
  text: `INSERT INTO sign_in_throttle AS t (key, failures, first_failure_at) VALUES ($1, 1, now())
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.first_failure_at < now() - make_interval(mins => $3) THEN 1 ELSE t.failures + 1 END,
      first_failure_at = CASE WHEN t.first_failure_at < now() - make_interval(mins => $3) THEN now() ELSE t.first_failure_at END,
      locked_until = CASE WHEN t.first_failure_at >= now() - make_interval(mins => $3) AND t.failures + 1 >= $2 THEN now() + make_interval(mins => $3) END`,
};
const forget = { name: 'users.sign-in-success', text: 'DELETE FROM sign_in_throttle WHERE key = $1' };

@Injectable()
export class SignInThrottle {
  constructor(private readonly database: Database) {}

  /** @throws SignInLocked */
  async refuseWhileLocked(usernameKey: string, address: string): Promise<void> {
    const [lock] = await this.database.query<{ seconds: number }>(readLock, [keyOf(usernameKey, address)]);
    if (lock) throw new SignInLocked(lock.seconds);
  }

  async failed(usernameKey: string, address: string): Promise<void> {
    await this.database.query(countFailure, [keyOf(usernameKey, address), failuresAllowed, windowMinutes]);
  }

  async succeeded(usernameKey: string, address: string): Promise<void> {
    await this.database.query(forget, [keyOf(usernameKey, address)]);
  }
}

function keyOf(usernameKey: string, address: string): Buffer {
  return createHash('sha256').update(`${usernameKey}\n${address}`).digest();
}
