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
  try {
    const rows = await importAndCount(owner, folder, importerUrl);
    const copied = await copyTheSame(owner);
    say(`import: ${String(rows.count)} rows in ${rows.seconds.toFixed(1)} s; COPY of ${String(copied.count)} in ${copied.seconds.toFixed(1)} s`);
    return { name: 'import of Synthea, rows', connections: '-', unit: 'rows/s', own: rows.count / rows.seconds, floors: [{ name: 'COPY', value: copied.count / copied.seconds }] };
  } finally {
    await owner.end();
  }
}

interface Took {
  readonly count: number;
  readonly seconds: number;
}

async function importAndCount(owner: Client, folder: string, importerUrl: string): Promise<Took> {
  const before = await countRows(owner);
  const began = performance.now();
  await importSynthea({ folder, databaseUrl: importerUrl });
  const seconds = (performance.now() - began) / 1000;
  return { count: (await countRows(owner)) - before, seconds };
}

async function copyTheSame(owner: Client): Promise<Took> {
  const files = await mkdtemp(join(tmpdir(), 'anamnesis-bench-'));
  for (const table of tables) {
    await owner.query(`CREATE TABLE IF NOT EXISTS bare.${table} (LIKE ${table} INCLUDING DEFAULTS INCLUDING INDEXES)`);
    await owner.query(`TRUNCATE bare.${table}`);
    await pipeline(owner.query(copyTo(`COPY ${table} TO STDOUT`)), createWriteStream(join(files, table)));
  }
  const began = performance.now();
  for (const table of tables) await pipeline(createReadStream(join(files, table)), owner.query(copyFrom(`COPY bare.${table} FROM STDIN`)));
  const seconds = (performance.now() - began) / 1000;
  await rm(files, { recursive: true });
  return { count: await countRows(owner), seconds };
}

async function countRows(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ rows: number }>(`SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::integer AS rows`);
  return rows[0]?.rows ?? 0;
}
