import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { networkOf } from './network-of';
import { SignInLocked, SignInRefused } from './sign-in.errors';

const windowMinutes = 15;
/** Of one name from one address. */
const pairAllowed = 10;
/** From one address, whatever the names: above it are those who try one password on many. */
const addressAllowed = 100;
/** Of an authenticator's codes: who fails at them knows the password, so that nobody else can lock an account's codes. Recovery codes stay good. */
const codesAllowed = 20;

/** A name that many addresses fail at is slowed and never locked. What others do to it costs its owner seconds, where they come from a new address. */
const unslowedFailures = 20;
const delayMsEach = 100;
const longestDelayMs = 5000;
/** A pair that signed in rightly is neither slowed nor stopped by what others fail at. */
const trustedDays = 90;

const forgetEveryMs = 60_000;

/**
 * An attempt is counted before it is judged, so that many at once are no more than many in a row. A name is counted whether anybody has
 * it or not, by the same statement. In the order of the keys, so that two do not wait for each other's rows.
 */
const count = {
  name: 'users.count-sign-in',
  text: `INSERT INTO sign_in_throttle AS t (key, failures, first_failure_at)
    SELECT key, 1, now() FROM unnest($1::bytea[]) key ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.locked_until > now() THEN t.failures WHEN t.first_failure_at < now() - make_interval(mins => $3) THEN 1 ELSE t.failures + 1 END,
      first_failure_at = CASE WHEN t.first_failure_at < now() - make_interval(mins => $3) AND (t.locked_until > now()) IS NOT TRUE THEN now() ELSE t.first_failure_at END,
      locked_until = CASE WHEN t.locked_until > now() THEN t.locked_until
        WHEN t.first_failure_at >= now() - make_interval(mins => $3) AND t.failures + 1 > ($2::integer[])[array_position($1::bytea[], t.key)] THEN now() + make_interval(mins => $3) END
    RETURNING encode(key, 'hex') AS key, failures, CASE WHEN locked_until > now() THEN ceil(extract(epoch FROM locked_until - now()))::integer END AS locked_seconds,
      COALESCE(signed_in_at > now() - make_interval(days => ${String(trustedDays)}), false) AS trusted`,
};
/** The second parameter: which of the keys signed in rightly. */
const takeBack = {
  name: 'users.take-sign-in-back',
  text: `WITH mine AS (SELECT key FROM sign_in_throttle WHERE key = ANY ($1::bytea[]) ORDER BY key FOR UPDATE)
    UPDATE sign_in_throttle t SET
      failures = CASE WHEN t.key = $2 THEN 0 ELSE greatest(t.failures - 1, 0) END,
      locked_until = CASE WHEN t.key = $2 THEN NULL ELSE t.locked_until END,
      signed_in_at = CASE WHEN t.key = $2 THEN now() ELSE t.signed_in_at END
      FROM mine WHERE t.key = mine.key`,
};
const forgetOld = {
  name: 'users.forget-sign-ins',
  text: `DELETE FROM sign_in_throttle WHERE key IN (
    SELECT key FROM sign_in_throttle WHERE first_failure_at < now() - interval '1 day' AND (locked_until > now()) IS NOT TRUE
       AND (signed_in_at > now() - make_interval(days => ${String(trustedDays)})) IS NOT TRUE ORDER BY first_failure_at LIMIT 500 FOR UPDATE SKIP LOCKED)`,
};

interface Counted {
  key: string;
  failures: number;
  locked_seconds: number | null;
  trusted: boolean;
}

/** Kept in the database: two instances count together. */
@Injectable()
export class SignInThrottle {
  private forgotAt = 0;

  constructor(private readonly database: Database) {}

  /** Counts an attempt, and waits where the name is slowed. @returns whether this pair signed in rightly before. @throws SignInLocked */
  async admit(usernameKey: string, address: string): Promise<boolean> {
    const keys = keysOf(usernameKey, address);
    const counted = await this.count([keys.pair, keys.name, keys.address], [pairAllowed, null, addressAllowed]);
    const [pair, name, from] = [keys.pair, keys.name, keys.address].map((key) => counted.find((row) => row.key === key.toString('hex')));
    if (pair?.locked_seconds) throw new SignInLocked(pair.locked_seconds);
    if (pair?.trusted) return true;
    if (from?.locked_seconds) throw new SignInLocked(from.locked_seconds);
    const delay = delayMs(name?.failures ?? 0);
    if (delay > 0) await pause(delay);
    return false;
  }

  /** An attempt that could not be judged, or fails for something else than the password, is no failure. */
  async judge<Result>(usernameKey: string, address: string, judging: () => Promise<Result>): Promise<Result> {
    try {
      return await judging();
    } catch (error) {
      if (!(error instanceof SignInRefused)) await this.takeBack(usernameKey, address);
      throw error;
    }
  }

  /** The attempt was no failure and no success yet: a code is asked for, or it was not judged at all. */
  async takeBack(usernameKey: string, address: string): Promise<void> {
    const keys = keysOf(usernameKey, address);
    await this.database.query(takeBack, [[keys.pair, keys.name, keys.address], null]);
  }

  async succeeded(usernameKey: string, address: string): Promise<void> {
    const keys = keysOf(usernameKey, address);
    await this.database.query(takeBack, [[keys.pair, keys.name, keys.address], keys.pair]);
  }

  /** Counts a code of an account's authenticator, whatever address it comes from. @throws SignInLocked */
  async admitCode(accountId: string): Promise<void> {
    const [code] = await this.count([codeKey(accountId)], [codesAllowed]);
    if (code?.locked_seconds) throw new SignInLocked(code.locked_seconds);
  }

  async codeSucceeded(accountId: string): Promise<void> {
    await this.database.query(takeBack, [[codeKey(accountId)], codeKey(accountId)]);
  }

  private async count(keys: readonly Buffer[], allowed: readonly (number | null)[]): Promise<Counted[]> {
    if (Date.now() - this.forgotAt > forgetEveryMs) {
      this.forgotAt = Date.now();
      await this.database.query(forgetOld, []);
    }
    return this.database.query<Counted>(count, [keys, allowed, windowMinutes]);
  }
}

/** Grows with the failures of a name in the last quarter of an hour, and ends at five seconds. */
export function delayMs(failures: number): number {
  return Math.min(longestDelayMs, Math.max(0, failures - unslowedFailures) * delayMsEach);
}

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest();
const codeKey = (accountId: string): Buffer => hashed(`code\n${accountId}`);

function keysOf(usernameKey: string, address: string): { pair: Buffer; name: Buffer; address: Buffer } {
  const network = networkOf(address);
  return { pair: hashed(`${usernameKey}\n${network}`), name: hashed(`name\n${usernameKey}`), address: hashed(`address\n${network}`) };
}
