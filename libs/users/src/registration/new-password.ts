import { type OwnWords, judgePassword } from '../sign-in/judge-password';
import { hashPassword } from '../sign-in/password';

/** What somebody chose who has a good link, judged and hashed. @throws PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordHoldsOwnName */
export async function hashOfNewPassword(password: string, own: OwnWords): Promise<string> {
  await judgePassword(password, own);
  return hashPassword(password);
}
