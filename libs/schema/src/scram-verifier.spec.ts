import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { scramVerifier } from './scram-verifier';

it('is what PostgreSQL keeps: iterations, salt and the two keys of RFC 5802', () => {
  const [, salt, stored, server] = /^SCRAM-SHA-256\$4096:([^$]+)\$([^:]+):(.+)$/.exec(scramVerifier('pencil')) ?? [];
  const salted = pbkdf2Sync('pencil', Buffer.from(salt!, 'base64'), 4096, 32, 'sha256');
  expect(server).toBe(createHmac('sha256', salted).update('Server Key').digest('base64'));
  expect(stored).toBe(createHash('sha256').update(createHmac('sha256', salted).update('Client Key').digest()).digest('base64'));
});

it('differs each time for one password, and never contains it', () => {
  expect(scramVerifier('a-secret')).not.toBe(scramVerifier('a-secret'));
  expect(scramVerifier('a-secret')).not.toContain('a-secret');
});
