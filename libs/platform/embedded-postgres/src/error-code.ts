/** The code of a system's or PostgreSQL's error, whichever realm or library it comes from. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
