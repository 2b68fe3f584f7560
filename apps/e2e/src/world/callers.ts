import type { Caller as TokenRole, Role } from '@anamnesis/access';

/** Everybody whom access.md tells apart, with the role of their token. Who must enrol a second factor first has a token for that alone. A worker has no door: a token that says so opens nothing. */
export const roleOf = {
  nobody: undefined,
  patient: 'patient',
  'representative in everything': 'patient',
  'representative for appointments': 'patient',
  'other patient': 'patient',
  'nurse in care': 'nurse',
  'nurse elsewhere': 'nurse',
  'doctor in care': 'doctor',
  'doctor covering': 'doctor',
  'doctor whose relation ended': 'doctor',
  'doctor, a stranger': 'doctor',
  'doctor in emergency': 'doctor',
  'desk of the organisation': 'desk',
  'desk of another': 'desk',
  'researcher of the study': 'researcher',
  'researcher of another': 'researcher',
  'admin of the organisation': 'admin',
  'admin of another': 'admin',
  auditor: 'auditor',
  'doctor without a second factor': 'enrolling',
  worker: 'worker',
} as const satisfies Readonly<Record<string, TokenRole | 'worker' | undefined>>;

export type Caller = keyof typeof roleOf;

export const callers = Object.keys(roleOf) as Caller[];

/** Some of them, by role. */
export function withRole(...roles: readonly Role[]): Caller[] {
  return callers.filter((caller) => (roles as readonly unknown[]).includes(roleOf[caller]));
}
