/** The roles that an account can hold; a token carries one of them. */
export const roles = ['patient', 'nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];
