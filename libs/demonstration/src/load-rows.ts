import { carryStaged, copyLine, type StagedRow, type StagedTarget } from '@anamnesis/database';
import type { ClientBase } from 'pg';
import { type Rows, type Table, targets } from './targets';

const tables = Object.keys(targets) as Table[];

/** Temporary tables of a connection, and how it plans. */
export async function prepareLoading(client: ClientBase): Promise<void> {
  // Compiling a statement that runs for a second costs more than it saves; a batch's rows are sorted and joined in memory.
  await client.query("SET jit = off; SET work_mem = '32MB'");
  for (const table of tables) await client.query(targets[table].create);
}

/** All rows, a table after the other in the order of their references. In a transaction with the system opened. */
export async function loadRows(client: ClientBase, made: readonly Partial<Rows>[]): Promise<void> {
  for (const table of tables) {
    const target: StagedTarget = targets[table];
    let lines = '';
    for (const rows of made) for (const row of rows[table] ?? []) lines += copyLine(target.columns, row as StagedRow);
    if (lines !== '') await carryStaged(client, target, lines);
  }
}
