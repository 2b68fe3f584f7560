import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for Argon2id (2025): 19 MiB, two passes, one lane. Verifying runs on libuv's threads, not on the event loop. */
// Argon2id is the library's default algorithm; its enum can not be named where modules are compiled one by one.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NIST SP 800-63B-4: 15 characters at least, any Unicode, no rules of composition; the upper bound only stops abuse. */
export const passwordLength = { least: 15, most: 256 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), parameters);
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long for a name that nobody has, so that time does not tell which names exist. */
export async function passwordIsRight(password: string, storedHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody knows this password');
  const matches = await verify(storedHash ?? (await nobodysHash), password.normalize('NFKC'));
  return matches && storedHash !== undefined;
}
