import { isConnectionLost, sqlstateOf } from '@anamnesis/database';
import { Client } from 'pg';
import { findFiles } from './find-files';
import { DatabaseLost, ImportUnderWay } from './import.errors';
import { importFile } from './import-file';
import { readBatches, untilUnreadable } from './read-batches';
import { readMeasureCatalogue } from './read-measure-catalogue';
import { relateCare } from './relate-care';
import { createRepeats } from './repeats';
import type { FileSummary, ImportProgress, ImportSummary, RefusedRow } from './summary';
import { createSurvey, survey } from './survey';
import { targets } from './targets';

export interface ImportOptions {
  readonly folder: string;
  /** Of the role anamnesis_importer, which can add and read, and change nothing. */
  readonly databaseUrl: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Hears of each refused row: a file may hold any number of them, so they are not kept. */
  readonly onRefused?: (refused: RefusedRow) => void;
  /** Ends the import after the batch at hand. What is loaded stays, and the next run goes on from there. */
  readonly signal?: AbortSignal;
}

const job = 'import synthea';

/**
 * Loads Synthea's CSV export. Each row has an id made of its own source, so that a second run, and one after an interruption at any
 * moment, meets what is there and adds the rest.
 */
export async function importSynthea(options: ImportOptions): Promise<ImportSummary> {
  const started = performance.now();
  const found = await findFiles(options.folder);
  const [loading, preparing] = [aConnection(options), aConnection(options)];
  await loading.connect();
  await preparing.connect();
  try {
    await lockOut(loading);
    await createRepeats(preparing);
    await createSurvey(preparing);
    for (const target of Object.values(targets)) await loading.query(target.create);
    const measureCatalogue = await readMeasureCatalogue(preparing);
    await surveyEncounters(preparing, found, options);

    const files: FileSummary[] = [];
    for (const file of found.files) {
      if (options.signal?.aborted) break;
      files.push(await importFile({ preparing, loading }, file, { measureCatalogue, job }, options));
    }
    const interrupted = options.signal?.aborted ?? false;
    const careRelations = interrupted ? 0 : await relateCare(preparing, job);
    return { files, absent: found.absent, notRead: found.notRead, careRelations, interrupted, seconds: (performance.now() - started) / 1000 };
  } catch (cause) {
    throw isConnectionLost(cause) ? new DatabaseLost({ cause }) : cause;
  } finally {
    await preparing.end();
    await loading.end();
  }
}

const lockNotAvailable = '55P03';

/** Two imports at once would each take the other's rows for their own. One that was killed lets go when the server notices. */
async function lockOut(client: Client): Promise<void> {
  await client.query("SET lock_timeout = '5s'");
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('import synthea'))");
  } catch (cause) {
    throw sqlstateOf(cause) === lockNotAvailable ? new ImportUnderWay({ cause }) : cause;
  }
  await client.query('SET lock_timeout = DEFAULT');
}

/** Not of a pool: its temporary tables and its lock end with it. */
function aConnection({ databaseUrl }: ImportOptions): Client {
  const client = new Client({ connectionString: databaseUrl, application_name: 'anamnesis-import' });
  // Without a listener a lost connection would end the process; with it, the statement that meets the loss tells.
  client.on('error', () => undefined);
  return client;
}

async function surveyEncounters(client: Client, { files }: Awaited<ReturnType<typeof findFiles>>, { onProgress, signal }: ImportOptions): Promise<void> {
  const encounters = files.find(({ source }) => source.name === 'encounters');
  if (!encounters) return;
  let read = 0;
  let bytes = 0;
  const batches = readBatches(encounters.path, () => undefined, { onBytes: (count) => (bytes = count) });
  // A file that can not be read on is told of when its visits are loaded.
  for await (const { rows } of untilUnreadable(batches, () => undefined)) {
    if (signal?.aborted) return;
    await survey(client, rows);
    read += rows.length;
    onProgress?.({ file: encounters.file, doing: 'surveying', bytes, ofBytes: encounters.bytes, read });
  }
}
