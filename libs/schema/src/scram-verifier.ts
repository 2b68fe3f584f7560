import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What PostgreSQL itself asks of SCRAM-SHA-256 (RFC 5802, RFC 7677). */
const iterations = 4096;

/**
 * What the server keeps instead of a password. Sent in its place, so that a password stands in no statement that a log, a
 * statistics view or an audit extension could keep. Passwords of other letters than ASCII would need SASLprep (RFC 4013).
 */
export function scramVerifier(password: string): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new RangeError('The password of a database role is made of ASCII letters, digits and signs');
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyFor = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyFor('Client Key')).digest();
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored.toString('base64')}:${keyFor('Server Key').toString('base64')}`;
}
