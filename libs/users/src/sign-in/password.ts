import { hash, verify } from '@node-rs/argon2';
import { AtMost } from './at-most';
import { SignInBusy } from './sign-in.errors';

/** OWASP's parameters for Argon2id (2025): 19 MiB, two passes, one lane. Verifying runs on libuv's threads, not on the event loop. */
// Argon2id is the library's default algorithm; its enum can not be named where modules are compiled one by one.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const begins = `$argon2id$v=19$m=${String(parameters.memoryCost)},t=${String(parameters.timeCost)},p=${String(parameters.parallelism)}$`;

/**
 * Libuv has four threads. With four verifies at once a file is read in 42 ms instead of 0.9 (median, measured under a storm of sign-ins): one
 * thread is left to the rest of the process. So 57 MiB at most; and who waits behind 150 others is told after some seconds at most.
 */
const argon2 = new AtMost(3, 150, () => new SignInBusy());

/** NIST SP 800-63B-4: 15 characters at least, any Unicode, no rules of composition; the upper bound only stops abuse. */
export const passwordLength = { least: 15, most: 256 };

export function normalized(password: string): string {
  return password.normalize('NFKC');
}

/** @throws SignInBusy */
export function hashPassword(password: string): Promise<string> {
  return argon2.run(() => hash(normalized(password), parameters));
}

/** Of a random password that nobody knows. Made with the parameters above, so that it takes as long as anybody's. */
export const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$BcIPH+FkbYll0cEYfuholA$+L1UmLLfwbMG1vAsy3KNUoJky3xba8/QoHF5/lNeIQ4';

/**
 * Takes as long for a name that nobody has, so that time does not tell which names exist.
 * @param isTrusted of somebody who signed in from there before: a storm of others does not keep them waiting
 * @throws SignInBusy
 */
export async function passwordIsRight(password: string, storedHash: string | undefined, isTrusted = false): Promise<boolean> {
  const matches = await argon2.run(() => verify(storedHash ?? nobodysHash, normalized(password)), isTrusted);
  return matches && storedHash !== undefined;
}

/** Whether it was made with other parameters than these: then it is made anew at the next sign-in, when the password is known. */
export function isOutdated(storedHash: string): boolean {
  return !storedHash.startsWith(begins);
}
