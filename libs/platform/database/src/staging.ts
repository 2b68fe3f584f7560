import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { Cell } from './copy-text';

/**
 * Where rows of one kind go: a temporary table they are copied into, and the statements that carry them on. Tables under row-level
 * security take no COPY, and a table that somebody stages into decides by itself what a repeated row means.
 */
export interface StagedTarget<Column extends string = string> {
  readonly staged: string;
  readonly columns: readonly Column[];
  readonly create: string;
  /** The first one's number of rows is how many were added. */
  readonly carry: readonly string[];
}

export type StagedRow<Column extends string = string> = Readonly<Record<Column, Cell>>;

/** Columns have the types of the table they go to, whatever migrations make of it. Its rows end with the transaction. */
export function createStaged(staged: string, select: string): string {
  return `CREATE TEMPORARY TABLE ${staged} ON COMMIT DELETE ROWS AS ${select} WITH NO DATA`;
}

/** @param repeated what becomes of a row whose key is there: it is left out, or the statement fails */
export function stagedInto<const Column extends string>(table: string, columns: readonly Column[], repeated: 'left-out' | 'refused'): StagedTarget<Column> {
  const staged = `staged_${table}`;
  const list = columns.join(', ');
  const insert = `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${staged}`;
  return { staged, columns, create: createStaged(staged, `SELECT ${list} FROM ${table}`), carry: [repeated === 'left-out' ? `${insert} ON CONFLICT DO NOTHING` : insert] };
}

/**
 * @param lines of copyLine()
 * @returns how many rows the first statement added
 */
export async function carryStaged(client: ClientBase, target: StagedTarget, lines: string): Promise<number> {
  const copy = client.query(from(`COPY ${target.staged} (${target.columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from([Buffer.from(lines)]), copy);
  const [first = '', ...rest] = target.carry;
  const { rowCount } = await client.query(first);
  for (const statement of rest) await client.query(statement);
  return rowCount ?? 0;
}
