import { randomInt } from 'node:crypto';
import { CreateAccount, CreateAdministrator, EndSessionsOfAccount, ForgetSecondFactor } from '@anamnesis/users';
import { Command } from 'commander';
import type { Place } from './with-database';
import { withUsers } from './with-users';

/** 24 letters and digits that are not mistaken for others: 119 bits. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

function newPassword(): string {
  const drawn = Array.from({ length: 24 }, () => letters[randomInt(letters.length)] ?? '');
  return [0, 6, 12, 18].map((from) => drawn.slice(from, from + 6).join('')).join('-');
}

/** `admin …`: the first administrator, where there are no demonstration accounts. */
export function adminCommand(place: Place, answer: (line: string) => void): Command {
  const command = new Command('admin').description('administrators; with DATABASE_URL, as the role anamnesis_user_service');
  command
    .command('create')
    .description('makes an administrator and says the password, once')
    .requiredOption('--username <name>', 'to sign in with')
    .requiredOption('--organisation <name>', 'whose administrator this is; made where there is none of that name')
    .option('--name <name>', 'how the person is called', 'Administrator')
    .action((given: { username: string; organisation: string; name: string }) =>
      withUsers(place, async (database) => {
        // Never an argument: those are seen by everybody on the machine.
        const password = newPassword();
        await new CreateAdministrator(database, new CreateAccount(database)).execute({ ...given, password });
        answer(`${given.username} is an administrator of ${given.organisation}. The password, which is not said again: ${password}`);
      }),
    );
  command
    .command('forget-second-factor')
    .description('of somebody who has lost the authenticator and all recovery codes: they enrol another when they next sign in')
    .requiredOption('--username <name>', 'whose it was')
    .action(({ username }: { username: string }) =>
      withUsers(place, async (database) => {
        await new ForgetSecondFactor(database, new EndSessionsOfAccount()).execute(username);
        answer(`${username} has no second factor any more, and is signed out everywhere.`);
      }),
    );
  return command;
}
