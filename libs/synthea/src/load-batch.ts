import { carryStaged, copyLine, sqlstateOf, type StagedRow, type StagedTarget } from '@anamnesis/database';
import type { ClientBase } from 'pg';
import type { LineRefused } from './read-batches';

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

async function carry(client: ClientBase, target: StagedTarget, lines: readonly LineToLoad[]): Promise<number> {
  const added = await carryStaged(client, target, lines.map(({ staged }) => copyLine(target.columns, staged)).join(''));
  await client.query(`TRUNCATE ${target.staged}`);
  return added;
}

/**
 * Many rows in few statements. Where the database refuses one, the batch is halved until that row stands alone: it loses only
 * itself, at a cost that grows with the logarithm of the batch.
 */
export async function loadBatch(client: ClientBase, target: StagedTarget, lines: readonly LineToLoad[]): Promise<LoadedBatch> {
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
