/** The roles that an account can hold; a token carries one of them. */
export const roles = ['patient', 'nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** What a token carries instead, between the password and the second factor that its owner must enrol first. */
export const enrolling = 'enrolling';
export type Caller = Role | typeof enrolling;
