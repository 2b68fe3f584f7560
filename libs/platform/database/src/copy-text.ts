/** A value on its way into a column. Arrays become arrays of text; objects that are wrapped by `json()` become jsonb. */
export type Cell = string | number | null | readonly string[] | { readonly json: unknown };

export const json = (value: unknown): Cell => (value === null ? null : { json: value });

/** One line of PostgreSQL's COPY text format. */
export function copyLine<Column extends string>(columns: readonly Column[], row: Readonly<Record<Column, Cell>>): string {
  return `${columns.map((column) => copyCell(row[column])).join('\t')}\n`;
}

const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(special, (found) => escapes[found] ?? found);

function copyCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return escape(cell);
  if ('json' in cell) return escape(JSON.stringify(cell.json));
  return cell.length === 0 ? '{}' : escape(`{${cell.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}
