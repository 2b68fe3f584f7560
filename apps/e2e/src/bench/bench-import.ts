import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { importSynthea } from '@anamnesis/synthea';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
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
  const count = async () => (await owner.query<{ rows: number }>(`SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::integer AS rows`)).rows[0]?.rows ?? 0;
  const before = await count();
  const began = performance.now();
  await importSynthea({ folder, databaseUrl: importerUrl });
  const imported = (performance.now() - began) / 1000;
  const rows = (await count()) - before;

  const files = await mkdtemp(join(tmpdir(), 'anamnesis-bench-'));
  for (const table of tables) {
    await owner.query(`CREATE TABLE IF NOT EXISTS bare.${table} (LIKE ${table} INCLUDING DEFAULTS INCLUDING INDEXES)`);
    await owner.query(`TRUNCATE bare.${table}`);
    await pipeline(owner.query(copyTo(`COPY ${table} TO STDOUT`)), createWriteStream(join(files, table)));
  }
  const copyBegan = performance.now();
  for (const table of tables) await pipeline(createReadStream(join(files, table)), owner.query(copyFrom(`COPY bare.${table} FROM STDIN`)));
  const copied = (performance.now() - copyBegan) / 1000;
  await rm(files, { recursive: true });
  const all = await count();
  await owner.end();
  const figure = { name: 'import of Synthea, rows', connections: '-' as const, unit: 'rows/s', own: rows / imported, floors: [{ name: 'COPY', value: all / copied }] };
  say(`import: ${String(rows)} rows in ${imported.toFixed(1)} s; COPY of ${String(all)} in ${copied.toFixed(1)} s`);
  return figure;
}
