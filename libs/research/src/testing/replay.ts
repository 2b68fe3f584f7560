import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { StudyUnderTest } from './a-study';

export type Row = Readonly<Record<string, string>>;

export interface Release {
  readonly number: number;
  readonly manifest: { readonly previous: { release: number; sha256: string } | null; readonly privacy: Record<string, unknown>; readonly resources: readonly { path: string; hash: string; rows: number }[] };
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

/** What researchers hold: the files of the ledger's releases, and nothing else. */
export async function readReleases({ owner, files, studyId }: Pick<StudyUnderTest, 'owner' | 'files' | 'studyId'>): Promise<Release[]> {
  const { rows } = await owner.query<{ number: number; manifest_sha256: string; files: { name: string; sha256: string }[] }>('SELECT number, manifest_sha256, files FROM release WHERE study_id = $1 ORDER BY number', [studyId]);
  return Promise.all(
    rows.map(async ({ number, manifest_sha256: manifest, files: listed }) => ({
      number,
      manifest: JSON.parse(await text(await files.read(`studies/${studyId}/${manifest}`))) as Release['manifest'],
      tables: Object.fromEntries(
        await Promise.all(
          listed.map(async ({ name, sha256 }) => {
            const csv = await text((await files.read(`studies/${studyId}/${sha256}`)).pipe(createGunzip()));
            return [name.replace('.csv.gz', ''), parse<Row>(csv, { columns: true })] as const;
          }),
        ),
      ),
    })),
  );
}

export interface Replayed {
  readonly persons: Map<string, Row>;
  readonly visits: Map<string, Row>;
  readonly measures: Map<string, Row>;
}

/** Applies releases in their order, as the manifest tells researchers to. */
export function replay(releases: readonly Release[]): Replayed {
  const [persons, visits, measures] = [new Map<string, Row>(), new Map<string, Row>(), new Map<string, Row>()];
  const of = (table: string | undefined) => (table === 'visit_occurrence' ? visits : measures);
  for (const { tables } of releases) {
    for (const { person_id: gone } of tables['deletion'] ?? []) {
      persons.delete(gone ?? '');
      for (const rows of [visits, measures]) for (const [id, row] of rows) if (row['person_id'] === gone) rows.delete(id);
    }
    for (const { table, id } of tables['retraction'] ?? []) of(table).delete(id ?? '');
    for (const row of tables['person'] ?? []) persons.set(row['person_id'] ?? '', row);
    for (const row of tables['visit_occurrence'] ?? []) visits.set(row['visit_occurrence_id'] ?? '', row);
    for (const row of tables['measurement'] ?? []) measures.set(row['measurement_id'] ?? '', row);
  }
  return { persons, visits, measures };
}
