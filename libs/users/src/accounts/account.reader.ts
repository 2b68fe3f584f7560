/**
 * What other domains may ask about an account, as a part of their own statement (person.reader.ts says why). Arguments are SQL: a
 * column, a parameter or a literal of the code, never a value.
 */
export function holdsRole(accountId: string, role: string): string {
  return `EXISTS (SELECT FROM account holder JOIN account_role held ON held.account_id = holder.id WHERE holder.id = ${accountId} AND holder.status = 'active' AND held.role = ${role})`;
}
