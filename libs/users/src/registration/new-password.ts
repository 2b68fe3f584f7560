import { PasswordTooShort } from '../account.errors';
import { hashPassword, passwordLength } from '../password';

/** The one place where a password that somebody chose by a link is judged and hashed. @throws PasswordTooShort */
export function refuseWeakPassword(password: string): void {
  if ([...password].length < passwordLength.least) throw new PasswordTooShort();
}

export async function hashOfNewPassword(password: string): Promise<string> {
  refuseWeakPassword(password);
  return hashPassword(password);
}
