import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export interface Took {
  readonly count: number;
  readonly seconds: number;
}

/** Of more than so many, that share of each table is copied: into smaller indexes, which flatters the floor and nobody else. */
const mostRows = 3_000_000;

/** The floor of loading: COPY of what tables hold into tables of the same shape and with the same indexes, without triggers, row-level security or references. */
export async function copyTables(owner: Client, tables: readonly string[]): Promise<Took> {
  const files = await mkdtemp(join(tmpdir(), 'anamnesis-bench-'));
  try {
    await owner.query('CREATE SCHEMA IF NOT EXISTS bare');
    const share = Math.min(1, mostRows / (await countRows(owner, tables)));
    const counts = new Map<string, number>();
    for (const table of tables) counts.set(table, Math.ceil((await countRows(owner, [table])) * share));
    for (const table of tables) {
      await owner.query(`CREATE TABLE IF NOT EXISTS bare.${table} (LIKE ${table} INCLUDING DEFAULTS INCLUDING INDEXES)`);
      await owner.query(`TRUNCATE bare.${table}`);
      await pipeline(owner.query(copyTo(`COPY (TABLE ${table} LIMIT ${String(counts.get(table) ?? 0)}) TO STDOUT`)), createWriteStream(join(files, table)));
    }
    const began = performance.now();
    for (const table of tables) {
      if ((await stat(join(files, table))).size > 0) await pipeline(createReadStream(join(files, table)), owner.query(copyFrom(`COPY bare.${table} FROM STDIN`)));
    }
    const seconds = (performance.now() - began) / 1000;
    // What comes after must not share the disk and the caches with them.
    for (const table of tables) await owner.query(`TRUNCATE bare.${table}`);
    return { count: [...counts.values()].reduce((sum, rows) => sum + rows, 0), seconds };
  } finally {
    await rm(files, { recursive: true });
  }
}

export async function countRows(owner: Client, tables: readonly string[]): Promise<number> {
  const { rows } = await owner.query<{ rows: number }>(`SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::integer AS rows`);
  return rows[0]?.rows ?? 0;
}
