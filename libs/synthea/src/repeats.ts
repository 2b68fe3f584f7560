import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { SourceRow } from './source-row';

/** Which of the file's rows this is. */
export interface Occurrence {
  /** What it is known by: its patient and id, or its content. */
  readonly key: string;
  readonly content: string;
  /** How many equal rows stand before it. */
  readonly before: number;
  /** Whether a row of the same key but other content stands before it. */
  readonly keyTaken: boolean;
}

/** Kept in the database and not here, because it grows with the file. */
export async function createRepeats(client: ClientBase): Promise<void> {
  // Rows come in the order of their source, keys in none: with PostgreSQL's 8 MB most look-ups of a large file would read the disk.
  await client.query("SET temp_buffers = '64MB'");
  await client.query('CREATE TEMPORARY TABLE seen (key uuid, content uuid, times integer NOT NULL, PRIMARY KEY (key, content))');
}

export async function forgetRepeats(client: ClientBase): Promise<void> {
  await client.query('TRUNCATE seen');
}

const short = (text: string): string => `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20, 32)}`;

/** Tells equal rows, and rows of the same id, apart: within this batch, and from those of the batches before. */
export async function findRepeats(client: ClientBase, rows: readonly SourceRow[]): Promise<Occurrence[]> {
  const keyed = rows.map((row) => {
    const content = short(row.content);
    const id = row.text('ID');
    return { content, key: id === '' ? content : short(hash('sha256', `${row.text('PATIENT')}\0${id}`)) };
  });
  const times = new Map<string, number>();
  const keys = new Set<string>();
  const found = await client.query<{ key: string; content: string; times: number }>('SELECT key, content, times FROM seen WHERE key = ANY ($1)', [[...new Set(keyed.map(({ key }) => key))]]);
  for (const seen of found.rows) {
    times.set(seen.key + seen.content, seen.times);
    keys.add(seen.key);
  }
  const added = new Map<string, { key: string; content: string; times: number }>();
  const occurrences = keyed.map(({ key, content }) => {
    const before = times.get(key + content) ?? 0;
    const occurrence = { key, content, before, keyTaken: before === 0 && keys.has(key) };
    times.set(key + content, before + 1);
    keys.add(key);
    const entry = added.get(key + content) ?? { key, content, times: 0 };
    entry.times += 1;
    added.set(key + content, entry);
    return occurrence;
  });
  const entries = [...added.values()];
  await client.query(
    'INSERT INTO seen SELECT key, content, times FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS added (key, content, times) ON CONFLICT (key, content) DO UPDATE SET times = seen.times + excluded.times',
    [entries.map(({ key }) => key), entries.map(({ content }) => content), entries.map((entry) => entry.times)],
  );
  return occurrences;
}
