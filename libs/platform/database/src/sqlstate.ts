/** Errors are told apart by SQLSTATE first: names of constraints carry a suffix where the database is sharded. */
export const sqlstate = { uniqueViolation: '23505', foreignKeyViolation: '23503', exclusionViolation: '23P01', insufficientPrivilege: '42501' } as const;

/** The SQLSTATE of what PostgreSQL threw, whether through pg or wrapped by TypeORM. */
export function sqlstateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (driverError) return sqlstateOf(driverError);
  return typeof code === 'string' ? code : undefined;
}
