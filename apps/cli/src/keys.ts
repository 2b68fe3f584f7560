import { dropSecretKeys, openSecretBox, rotateSecretKey, rotateSigningKey } from '@anamnesis/sign-in';
import { ResealSecondFactors } from '@anamnesis/users';
import { Command } from 'commander';
import type { Place } from './with-database';
import { withUsers } from './with-users';

/** `keys …`: what access tokens are signed with, and what authenticators' secrets are encrypted with. */
export function keysCommand(place: Place, keysFolder: string, answer: (line: string) => void): Command {
  const command = new Command('keys').description('the keys in KEYS_FOLDER, or in the folder of the embedded database; running processes take new ones up, and nobody is signed out');
  command
    .command('rotate')
    .description('signs access tokens with a new key')
    .action(async () => {
      const { current, dropped } = await rotateSigningKey(keysFolder);
      answer(`Access tokens are signed with ${current} from now on.`);
      for (const id of dropped) answer(`Dropped, since its last tokens ran out: ${id}`);
    });
  command
    .command('rotate-secrets')
    .description("encrypts the authenticators' secrets anew with a new key; with DATABASE_URL, as the role anamnesis_user_service")
    .action(() =>
      withUsers(place, async (database) => {
        const secrets = await openSecretBox(keysFolder);
        await rotateSecretKey(keysFolder);
        const { resealed, unreadable, keyIds } = await new ResealSecondFactors(database, await secrets.latest()).execute();
        const dropped = await dropSecretKeys(keysFolder, keyIds);
        answer(`Encrypted with a new key: the secrets of ${String(resealed)} authenticators.`);
        for (const id of dropped) answer(`Dropped, since nothing is encrypted with it any more: ${id}`);
        if (unreadable > 0) answer(`${String(unreadable)} can be opened with no key in ${keysFolder}, and were left as they are: is that the folder of the running processes (KEYS_FOLDER)?`);
      }),
    );
  return command;
}
