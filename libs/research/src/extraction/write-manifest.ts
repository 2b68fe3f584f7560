import type { FileStore } from '@anamnesis/storage';
import type { PrivacyReport } from './privacy-report';
import { type ReleaseTable, releaseTables } from './release-tables';
import type { Run } from './run';
import { type ReleasedFile, folderOf } from './write-files';

const readMe = [
  'De-identified under expert determination, not by Safe Harbor: dates are as precise as date_precision says.',
  'The releases of a study add up. Apply them in their order: delete the people of `deletion` and the rows of `retraction`, then insert or replace the rows of the tables by their primary keys.',
  'People and rows have random numbers that mean nothing outside of this study. Do not try to find out who they are.',
].join(' ');

function resource(table: ReleaseTable, file: ReleasedFile): object {
  return {
    name: table.name,
    path: file.name,
    description: table.description,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    compression: 'gz',
    bytes: file.bytes,
    hash: `sha256:${file.sha256}`,
    rows: file.rows,
    schema: { fields: table.fields, primaryKey: table.primaryKey },
  };
}

/** A Data Package (Frictionless) of one release. It names the manifest before it, so that the releases are a chain. @returns its hash */
export async function writeManifest(run: Run, files: FileStore, written: readonly ReleasedFile[], privacy: PrivacyReport): Promise<string> {
  const resources = releaseTables.map((table) => {
    const file = written.find(({ name }) => name === `${table.name}.csv.gz`);
    if (file === undefined) throw new Error(`The file of ${table.name} was not written`);
    return resource(table, file);
  });
  const manifest = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `release-${String(run.release)}`,
    version: String(run.release),
    created: run.now.toISOString(),
    description: readMe,
    resources,
    study: run.studyId,
    release: run.release,
    previous: run.previous === undefined ? null : { release: run.previous.number, sha256: run.previous.manifestSha256 },
    zone: run.profile.schedule.zone,
    privacy,
  };
  const { sha256 } = await files.putByContent(folderOf(run.studyId), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  return sha256;
}
