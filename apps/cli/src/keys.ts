import { rotateSigningKey } from '@anamnesis/sign-in';
import { Command } from 'commander';

/** `keys …`: what access tokens are signed with. */
export function keysCommand(keysFolder: string, answer: (line: string) => void): Command {
  const command = new Command('keys').description('the keys that access tokens are signed with, in KEYS_FOLDER or in the folder of the embedded database');
  command
    .command('rotate')
    .description('makes a new key the current one; running processes take it up, and nobody is signed out')
    .action(async () => {
      const { current, dropped } = await rotateSigningKey(keysFolder);
      answer(`Access tokens are signed with ${current} from now on.`);
      for (const id of dropped) answer(`Dropped, since its last tokens ran out: ${id}`);
    });
  return command;
}
