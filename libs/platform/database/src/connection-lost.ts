import { sqlstateOf } from './sqlstate';

/** Told apart from a mistake in a statement: by PostgreSQL's classes of lost connections and shutdowns, the system's codes, and pg's own words. */
export function isConnectionLost(error: unknown): boolean {
  return /^(08|57P|E[A-Z]+$)/.test(sqlstateOf(error) ?? '') || (error instanceof Error && /Connection terminated|not queryable/.test(error.message));
}
