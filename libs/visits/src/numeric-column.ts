import type { ValueTransformer } from 'typeorm';

/**
 * PostgreSQL's numeric as a number. Measures are rounded to the decimals of their type, a few digits in all, so that a double
 * holds them exactly as written; what needs more than 15 digits must not use this.
 */
export const asNumber: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
