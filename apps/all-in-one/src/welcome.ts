import { demonstrationPassword } from '@anamnesis/users';
import type { RunningClinic } from './start-all-in-one';

/** What the person who typed `npm start` needs next. */
export function welcome({ address, firstClinic }: Pick<RunningClinic, 'address' | 'firstClinic'>): string {
  const origin = new URL(address);
  // What people type; 127.0.0.1 is what is listened at.
  if (origin.hostname === '127.0.0.1') origin.hostname = 'localhost';
  const signIn = {
    made: `POST /auth/login as doctor, nurse, patient, desk, researcher, admin or auditor, password ${demonstrationPassword}`,
    'there-already': `POST /auth/login; the demonstration accounts have the password ${demonstrationPassword} unless it was changed`,
    'not-made': 'POST /auth/login; npm run cli -- admin create makes the first administrator',
  }[firstClinic];
  return [
    '',
    'Anamnesis is ready.',
    `  Address        ${origin.origin}`,
    `  Documentation  ${origin.origin}/docs`,
    `  Sign in        ${signIn}`,
    '  Stop           Ctrl-C',
    '',
  ].join('\n');
}
