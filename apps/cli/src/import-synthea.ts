import { resolve } from 'node:path';
import { importSynthea } from '@anamnesis/synthea';
import { Command } from 'commander';
import { describeImport } from './describe-import';
import { showProgress } from './show-progress';
import { withDatabase, type Place } from './with-database';

/** `import synthea FOLDER`. A refused row is told and counted and is no failure of the command; a file that can not be read is. */
export function importCommand(place: Place, answer: (line: string) => void): Command {
  const command = new Command('import').description('loads records from elsewhere; can be run again, and goes on where it was interrupted');
  command
    .command('synthea')
    .description("loads the CSV files of Synthea's export, plain or gzipped")
    .argument('<folder>', 'where patients.csv or patients.csv.gz and the others lie')
    .action((folder: string) =>
      withDatabase(place, 'anamnesis_importer', async (databaseUrl, signal) => {
        const progress = showProgress(process.stderr, place.say);
        try {
          const summary = await importSynthea({
            folder: resolve(place.typedIn, folder),
            databaseUrl,
            signal,
            onProgress: ({ doing, file, bytes, ofBytes, read }) => progress.show({ title: doing === 'surveying' ? `who was seen where, ${file}` : file, done: bytes, of: ofBytes, rows: read }),
            onRefused: ({ file, line, reason }) => progress.say(`${file}:${line}: ${reason}`),
          });
          progress.stop();
          for (const line of describeImport(summary)) answer(line);
          if (summary.interrupted) process.exitCode = 130;
          else if (summary.files.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
        } finally {
          progress.stop();
        }
      }),
    );
  return command;
}
