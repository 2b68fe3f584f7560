import { makeDemonstration } from '@anamnesis/demonstration';
import { DomainError } from '@anamnesis/errors';
import { isPartialDate } from '@anamnesis/users';
import { Command, InvalidArgumentError } from 'commander';
import { describeDemonstration } from './describe-demonstration';
import { showProgress } from './show-progress';
import { withDatabase, type Place } from './with-database';

class NoDemonstrationInProduction extends DomainError {
  readonly code = 'demonstration.production';
  readonly kind = 'invalid';
  constructor() {
    super('PRODUCTION is set, and made-up patients do not belong beside real ones: use another database, or unset it.');
  }
}

const mostPatients = 10_000_000;
const greatestSeed = 4_294_967_295;

/** `demo`: a clinic of made-up patients, as large as is asked for. */
export function demonstrationCommand(place: Place, answer: (line: string) => void, production: boolean): Command {
  return new Command('demo')
    .description('makes a clinic of made-up patients; can be run again, and goes on where it was interrupted')
    .option('--patients <number>', 'how many', wholeNumber(mostPatients), 1000)
    .option('--seed <number>', 'the same seed and day make the same clinic, another seed another one beside it', wholeNumber(greatestSeed), 1)
    .option('--today <day>', 'YYYY-MM-DD, on which the clinic is as it is shown (default: the present day)', day)
    .action(({ patients, seed, today }: { patients: number; seed: number; today?: string }) => {
      if (production) throw new NoDemonstrationInProduction();
      return withDatabase(place, 'anamnesis_importer', async (databaseUrl, signal) => {
        const progress = showProgress(process.stderr, place.say);
        try {
          const summary = await makeDemonstration({
            databaseUrl, patients, seed, today, signal,
            onProgress: (now) => progress.show({ title: `${patients.toLocaleString('en')} patients`, done: now.patients, of: now.ofPatients, rows: now.rows }),
          });
          progress.stop();
          for (const line of describeDemonstration(summary)) answer(line);
          if (summary.interrupted) process.exitCode = 130;
        } finally {
          progress.stop();
        }
      });
    });
}

function wholeNumber(greatest: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(number >= 1 && number <= greatest)) throw new InvalidArgumentError(`It is a whole number from 1 to ${greatest.toLocaleString('en')}.`);
    return number;
  };
}

function day(text: string): string {
  // Somewhere it is tomorrow already.
  const latest = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  if (text.length !== 10 || !isPartialDate(text) || text < '1990-01-01' || text > latest) throw new InvalidArgumentError('It is a day, such as 2026-11-25, from 1990 on and not in the future.');
  return text;
}
