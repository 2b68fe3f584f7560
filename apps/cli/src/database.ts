import { DomainError } from '@anamnesis/errors';
import { adoptCluster, checkDatabaseAt, migrate, migrateDown, migrationsAt } from '@anamnesis/schema';
import { Command, InvalidArgumentError } from 'commander';
import { preparations, withEmbedded, withOwner, type Place } from './with-database';

class NotConfirmed extends DomainError {
  readonly code = 'cli.not-confirmed';
  readonly kind = 'invalid';
  constructor(names: readonly string[]) {
    super(`This would take back ${names.join(', ')} and lose what only they hold: make a backup, then say it again with --yes.`);
  }
}

/** `database …`: the schema of the database, worked on by its owner. */
export function databaseCommand(place: Place, answer: (line: string) => void): Command {
  const command = new Command('database').description('the schema of the database; a server of your own is named by its owner\'s address in DATABASE_URL');

  command
    .command('migrate')
    .description('brings the database to this version')
    .action(async () => {
      if (place.databaseUrl === undefined) await withEmbedded(place, (database) => database.prepare(preparations(place.queue), answer));
      else await migrate(place.databaseUrl, { prepare: preparations(place.queue), log: answer });
      answer('The database is at this version.');
    });

  command
    .command('down')
    .description('takes the newest migrations back, with the data that only they know')
    .argument('[steps]', 'how many', count, 1)
    .option('--yes', 'lose that data', false)
    .action((steps: number, { yes }: { yes: boolean }) =>
      withOwner(place, async (ownerUrl) => {
        if (yes) for (const name of await migrateDown(ownerUrl, steps)) answer(`Taken back: ${name}`);
        else {
          const { applied } = await migrationsAt(ownerUrl);
          throw new NotConfirmed(applied.slice(-steps).map(({ name }) => name));
        }
      }),
    );

  command
    .command('status')
    .description('says which migrations the database has, and whether this version can serve it')
    .action(() =>
      withOwner(place, async (ownerUrl) => {
        const { applied, pending } = await migrationsAt(ownerUrl);
        for (const { name, appliedAt } of applied) answer(`applied  ${name}  ${appliedAt.toISOString()}`);
        for (const name of pending) answer(`pending  ${name}`);
        await checkDatabaseAt(ownerUrl);
        answer('The database is at this version and can be served.');
      }),
    );

  command
    .command('adopt')
    .description('makes this PostgreSQL the home of a database that was restored into it')
    .action(() =>
      withOwner(place, async (ownerUrl) => {
        answer(`New change stamps carry origin ${await adoptCluster(ownerUrl)}.`);
      }),
    );

  return command;
}

function count(text: string): number {
  const steps = Number(text);
  if (!Number.isInteger(steps) || steps < 1) throw new InvalidArgumentError('It is a number from 1 on.');
  return steps;
}
