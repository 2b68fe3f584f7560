import { Client } from 'pg';
import { importSynthea, type ImportOptions } from '../import-synthea';
import type { FileSummary, ImportSummary, RefusedRow } from '../summary';

/** A database to import into, and to look into afterwards, past row-level security. */
export interface AnImport {
  run(folder: string, options?: Partial<ImportOptions>): Promise<Outcome>;
  sql<Row>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface Outcome extends ImportSummary {
  readonly refused: readonly RefusedRow[];
  file(name: string): FileSummary;
}

export async function anImport(ownerUrl: string, importerUrl: string): Promise<AnImport> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  return {
    async run(folder, options = {}) {
      const refused: RefusedRow[] = [];
      const summary = await importSynthea({ folder, databaseUrl: importerUrl, onRefused: (row) => refused.push(row), ...options });
      const file = (name: string): FileSummary => {
        const found = summary.files.find((one) => one.file.startsWith(name));
        if (!found) throw new Error(`${name} has not been read`);
        return found;
      };
      return { ...summary, refused, file };
    },
    async sql<Row>(statement: string, values: readonly unknown[] = []) {
      return (await owner.query(statement, [...values])).rows as Row[];
    },
    async close() {
      await owner.end();
    },
  };
}

const tables = ['organisation', 'location', 'doctor', 'patient', 'mrn_key', 'visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'care_relation', 'doctor_patient'];

/** All that an import can have written, without what is different each time: the same for two databases that hold the same. */
export async function contents({ sql }: AnImport): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await sql<{ rows: string; digest: string }>(
      `SELECT count(*) AS rows, md5(COALESCE(string_agg(row::text, ' ' ORDER BY row::text), '')) AS digest
         FROM (SELECT to_jsonb(t) - '{recorded_at,changed_xid,changed_origin}'::text[] AS row FROM ${table} t) AS rows`,
    );
    found[table] = `${row?.rows ?? ''} rows, ${row?.digest ?? ''}`;
  }
  return found;
}
