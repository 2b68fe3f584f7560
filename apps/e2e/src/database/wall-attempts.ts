import type { Client } from 'pg';
import type { Kind } from './wall-rows';

/** A table that names patients, as the catalogue has it for one role. */
export interface WalledTable {
  readonly name: string;
  /** Which column says whose a row is. */
  readonly owner: string;
  readonly columns: readonly string[];
}

/** What is tried with somebody's rows, and on whose. */
export interface Attempt {
  readonly table: WalledTable;
  readonly kindOf: (key: string) => Kind;
  /** The column that tells rows of one patient apart; none where one is like another. */
  readonly key: string | undefined;
  readonly patientId: string;
  readonly otherId: string;
  /** A row of each, as JSON. */
  readonly rows: Readonly<Record<'own' | 'other', object | undefined>>;
}

const refused = '42501';
/** What must never be: a row of a patient who was not opened was reached. */
export const foreign = '!';

/** As many rows as `work` reached, taken back; 'refused' by grant or policy. Another error comes after the wall let it through. */
async function tried(client: Client, work: () => Promise<number>): Promise<number> {
  await client.query('SAVEPOINT attempt');
  try {
    return await work();
  } catch (error) {
    return (error as { code?: string }).code === refused ? 0 : 1;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT attempt');
  }
}

const counted = async (client: Client, statement: string, values: readonly unknown[]): Promise<number> => (await client.query(statement, [...values])).rowCount ?? 0;

/** The kinds of the opened patient's rows that are shown, and `!` where others' are. */
export async function read(client: Client, { table, key, kindOf, patientId }: Attempt): Promise<string> {
  await client.query('SAVEPOINT attempt');
  try {
    const { rows } = await client.query<{ owner: string; key: string }>(`SELECT DISTINCT ${table.owner} AS owner, ${key ?? `'o'`} AS key FROM ${table.name}`);
    const kinds = rows.filter(({ owner }) => owner === patientId).map((row) => (key === undefined ? 'o' : kindOf(row.key)));
    return [...[...new Set(kinds)].sort(byKind), ...(rows.some(({ owner }) => owner !== patientId) ? [foreign] : [])].join('');
  } catch (error) {
    if ((error as { code?: string }).code !== refused) throw error;
    return '';
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT attempt');
  }
}

const byKind = (one: string, other: string): number => 'orpd'.indexOf(one) - 'orpd'.indexOf(other);

/** Adds a copy of a row under another id, for the opened patient and for the other. */
export async function insert(client: Client, { table, rows }: Attempt, insertable: readonly string[]): Promise<string> {
  if (insertable.length === 0) return '';
  const add = (row: object | undefined) => {
    const columns = insertable.join(', ');
    return row === undefined ? 0 : tried(client, () => counted(client, `INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${table.name}, $1)`, [JSON.stringify(row)]));
  };
  return `${(await add(rows.own)) > 0 ? 'o' : ''}${(await add(rows.other)) > 0 ? foreign : ''}`;
}

/** Writes a column of each row anew as it is, and tries to hand rows to the other patient. */
export async function update(client: Client, { table, patientId, otherId }: Attempt, updatable: readonly string[]): Promise<string> {
  const [column] = updatable.filter((name) => name !== table.owner);
  const change = async (owner: string) => (column === undefined ? 0 : tried(client, () => counted(client, `UPDATE ${table.name} SET ${column} = ${column} WHERE ${table.owner} = $1`, [owner])));
  const moved = updatable.includes(table.owner) ? await tried(client, () => counted(client, `UPDATE ${table.name} SET ${table.owner} = $2 WHERE ${table.owner} = $1`, [patientId, otherId])) : 0;
  return `${(await change(patientId)) > 0 ? 'o' : ''}${(await change(otherId)) + moved > 0 ? foreign : ''}`;
}

export async function remove(client: Client, { table, patientId, otherId }: Attempt): Promise<string> {
  const gone = (owner: string) => tried(client, () => counted(client, `DELETE FROM ${table.name} WHERE ${table.owner} = $1`, [owner]));
  return `${(await gone(patientId)) > 0 ? 'o' : ''}${(await gone(otherId)) > 0 ? foreign : ''}`;
}
