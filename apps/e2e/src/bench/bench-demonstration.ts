import { makeDemonstration } from '@anamnesis/demonstration';
import { Client } from 'pg';
import { copyTables } from './copy-tables';
import type { Figure } from './figures';

/** What the demonstration fills; the audit store's rows are its cost and not its result. */
const tables = [
  'organisation', 'location', 'appointment_type', 'doctor', 'working_hours', 'patient', 'mrn_key', 'care_relation', 'doctor_patient', 'appointment', 'doctor_slot', 'visit', 'measure', 'diagnosis', 'treatment', 'allergy',
  'immunization', 'list_review', 'study', 'participation',
];
/** Whoever looks at a long run wants to see that it does not slow down. */
const secondsBetweenLines = 30;
const seed = 20_261_125;

/**
 * Making a demonstration clinic, from drawing its patients to the commit, against COPY of the same rows: all that the tables hold then, so
 * that it is best run in a database that holds little else. @param patients 1,000 in the bench, 1,000,000 when asked for
 * @param longestMinutes after which what is made counts
 */
export async function benchDemonstration(importerUrl: string, ownerUrl: string, say: (line: string) => void, patients = 1000, longestMinutes = 60): Promise<Figure> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    let [said, rowsSaid, most] = [performance.now(), 0, 0];
    const made = await makeDemonstration({
      databaseUrl: importerUrl, patients, seed, signal: AbortSignal.timeout(longestMinutes * 60_000),
      onProgress: (now) => {
        most = Math.max(most, process.memoryUsage.rss());
        const seconds = (performance.now() - said) / 1000;
        if (seconds < secondsBetweenLines) return;
        say(`demonstration: ${String(now.patients)} patients, ${((now.rows - rowsSaid) / seconds).toFixed(0)} rows/s, ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB`);
        [said, rowsSaid] = [performance.now(), now.rows];
      },
    });
    const count = [...made.rows.values()].reduce((sum, rows) => sum + rows, 0);
    const copied = await copyTables(owner, tables);
    say(`demonstration: ${String(made.patients)} patients, ${String(count)} rows in ${made.seconds.toFixed(1)} s, at most ${(most / 2 ** 20).toFixed(0)} MiB; COPY of ${String(copied.count)} in ${copied.seconds.toFixed(1)} s`);
    return {
      name: `demonstration of ${made.patients.toLocaleString('en')} patients, rows`, connections: '-', unit: 'rows/s', own: count / made.seconds,
      floors: [{ name: 'COPY', value: copied.count / copied.seconds }],
    };
  } finally {
    await owner.end();
  }
}
