import { join, resolve } from 'node:path';
import { environmentSettings, readConfiguration, runProcess } from '@anamnesis/configuration';
import { databaseSettings } from '@anamnesis/database';
import { embeddedPostgresSettings } from '@anamnesis/embedded-postgres';
import { queueBackendOf, queueSettings } from '@anamnesis/queue';
import { signingKeySettings } from '@anamnesis/sign-in';
import { Command } from 'commander';
import { adminCommand } from './admin';
import { databaseCommand } from './database';
import { demonstrationCommand } from './demonstration';
import { importCommand } from './import-synthea';
import { keysCommand } from './keys';
import { moveQueueCommand } from './move-queue';
import type { Place } from './with-database';

runProcess(async () => {
  const settings = readConfiguration(
    { ...environmentSettings, DATABASE_URL: databaseSettings.DATABASE_URL.optional(), ...embeddedPostgresSettings, ...queueSettings, KEYS_FOLDER: signingKeySettings.KEYS_FOLDER.optional() },
    process.env,
  );
  const place: Place = {
    databaseUrl: settings.DATABASE_URL,
    folder: resolve(settings.DATA_FOLDER ?? join(__dirname, '../../../data')),
    // npm runs its scripts in the project, and says where it was called.
    typedIn: process.env['INIT_CWD'] ?? process.cwd(),
    port: settings.DATABASE_PORT,
    queue: queueBackendOf(settings),
    command: `npm run cli -- ${process.argv.slice(2, 4).join(' ')}`,
    say: (line) => process.stderr.write(`${line}\n`),
  };
  const answer = (line: string): void => void process.stdout.write(`${line}\n`);
  await new Command('npm run cli --')
    .description('Anamnesis from the command line: on the database that DATABASE_URL names, else on the embedded one of this project')
    .addCommand(databaseCommand(place, answer))
    .addCommand(importCommand(place, answer))
    .addCommand(demonstrationCommand(place, answer, settings.PRODUCTION))
    .addCommand(adminCommand(place, answer))
    .addCommand(keysCommand(place, settings.KEYS_FOLDER ?? join(place.folder, 'keys'), answer))
    .addCommand(moveQueueCommand(place, answer))
    .parseAsync(process.argv);
});
