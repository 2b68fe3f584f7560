import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { sqlstateOf } from '@anamnesis/database';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { LineRefused } from './read-batches';
import { copyLine, type StagedRow, type Target } from './targets';

export interface LineToLoad {
  readonly line: number;
  readonly staged: StagedRow;
}

export interface LoadedBatch {
  /** Rows that were not there yet. */
  readonly added: number;
  readonly refused: readonly LineRefused[];
}

/** What a row's own values can cause: data exceptions, constraints, limits of the program. All else is not the row's fault. */
const ofTheRow = /^(22|23|54)/;

/** Without what PostgreSQL says beside it: its details quote the values. */
function reasonOf(error: unknown): string | undefined {
  const code = sqlstateOf(error);
  if (code === undefined || !ofTheRow.test(code)) return undefined;
  const { constraint, column } = error as { constraint?: string; column?: string };
  const place = constraint ?? column;
  return `the database refuses it (${code}${place ? `, ${place}` : ''})`;
}

async function carry(client: ClientBase, target: Target, lines: readonly LineToLoad[]): Promise<number> {
  const copy = client.query(from(`COPY ${target.staged} (${target.columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from([Buffer.from(lines.map(({ staged }) => copyLine(target, staged)).join(''))]), copy);
  const [first = '', ...rest] = target.carry;
  const { rowCount } = await client.query(first);
  for (const statement of rest) await client.query(statement);
  await client.query(`TRUNCATE ${target.staged}`);
  return rowCount ?? 0;
}

/**
 * Many rows in few statements. Where the database refuses one, the batch is halved until that row stands alone: it loses only
 * itself, at a cost that grows with the logarithm of the batch.
 */
export async function loadBatch(client: ClientBase, target: Target, lines: readonly LineToLoad[]): Promise<LoadedBatch> {
  if (lines.length === 0) return { added: 0, refused: [] };
  await client.query('SAVEPOINT half');
  try {
    const added = await carry(client, target, lines);
    await client.query('RELEASE SAVEPOINT half');
    return { added, refused: [] };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    await client.query('ROLLBACK TO SAVEPOINT half');
    const [alone] = lines;
    if (lines.length === 1 && alone) return { added: 0, refused: [{ line: alone.line, reason }] };
    const middle = Math.ceil(lines.length / 2);
    const first = await loadBatch(client, target, lines.slice(0, middle));
    const second = await loadBatch(client, target, lines.slice(middle));
    return { added: first.added + second.added, refused: [...first.refused, ...second.refused] };
  }
}
