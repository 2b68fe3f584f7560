import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importSynthea } from '@anamnesis/synthea';
import { Client } from 'pg';
import { copyTables, countRows, type Took } from './copy-tables';
import type { Figure } from './figures';
import { root } from '../topology/processes';

/** What the import fills; the audit store's rows are its cost and not its result. */
const tables = ['organisation', 'location', 'doctor', 'patient', 'mrn_key', 'care_relation', 'doctor_patient', 'visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization'];

/**
 * Importing a folder against COPY of the same rows into tables of the same shape and with the same indexes, without triggers,
 * row-level security or references.
 */
export async function benchImport(importerUrl: string, ownerUrl: string, say: (line: string) => void): Promise<Figure | undefined> {
  const folder = ['../shared/data/synthea-ma-2019', 'libs/synthea/src/testing/export-with-ids'].map((path) => join(root, path)).find((path) => existsSync(path));
  if (folder === undefined) return undefined;
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const rows = await importAndCount(owner, folder, importerUrl);
    const copied = await copyTables(owner, tables);
    say(`import: ${String(rows.count)} rows in ${rows.seconds.toFixed(1)} s; COPY of ${String(copied.count)} in ${copied.seconds.toFixed(1)} s`);
    return { name: 'import of Synthea, rows', connections: '-', unit: 'rows/s', own: rows.count / rows.seconds, floors: [{ name: 'COPY', value: copied.count / copied.seconds }] };
  } finally {
    await owner.end();
  }
}

async function importAndCount(owner: Client, folder: string, importerUrl: string): Promise<Took> {
  const before = await countRows(owner, tables);
  const began = performance.now();
  await importSynthea({ folder, databaseUrl: importerUrl });
  const seconds = (performance.now() - began) / 1000;
  return { count: (await countRows(owner, tables)) - before, seconds };
}
