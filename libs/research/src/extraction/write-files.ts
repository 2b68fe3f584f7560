import { createGzip } from 'node:zlib';
import type { FileStore } from '@anamnesis/storage';
import { to as copyTo } from 'pg-copy-streams';
import { type ReleaseTable, releaseTables } from './release-tables';
import type { Run } from './run';

export interface ReleasedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}

/** Where the files of a study lie. */
export const folderOf = (studyId: string): string => `studies/${studyId}`;

/** A better ratio than the fastest level's costs more than the whole of the rest. */
const gzipLevel = 1;

/** From the database to the disk as a stream, de-identified on its way out: memory does not grow with the data. */
async function writeTable(run: Run, files: FileStore, { name, select }: ReleaseTable): Promise<ReleasedFile> {
  const rows = run.client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT csv, HEADER)`));
  const zipped = createGzip({ level: gzipLevel });
  rows.once('error', (error) => zipped.destroy(error));
  const { bytes, sha256 } = await files.putByContent(folderOf(run.studyId), rows.pipe(zipped));
  return { name: `${name}.csv.gz`, mediaType: 'application/gzip', bytes, sha256, rows: rows.rowCount };
}

export async function writeFiles(run: Run, files: FileStore): Promise<ReleasedFile[]> {
  const written: ReleasedFile[] = [];
  for (const table of releaseTables) written.push(await writeTable(run, files, table));
  return written;
}
