/**
 * Replays the releases of a study into a DuckDB database: its tables then hold the study's present state.
 *
 *   npm install @duckdb/node-api
 *   node replay.mjs FOLDER [study.duckdb]
 *
 * FOLDER holds a folder for each release, with its files and its datapackage.json, all of them from the first on. Files are compared with the
 * hashes in their manifests, and each manifest with the one that comes after it. This file needs nothing else of the project.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

class NotReplayable extends Error {}

const types = { integer: 'BIGINT', number: 'DOUBLE', date: 'DATE', string: 'VARCHAR' };
const name = (identifier) => `"${identifier.replaceAll('"', '""')}"`;
const text = (value) => `'${value.replaceAll("'", "''")}'`;

async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Every folder with a manifest, in the order of their releases. */
async function readManifests(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const place = join(folder, entry.name);
    const bytes = await readFile(join(place, 'datapackage.json')).catch((error) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)));
    if (bytes) found.push({ place, sha256: createHash('sha256').update(bytes).digest('hex'), manifest: JSON.parse(bytes) });
  }
  return found.sort((one, other) => one.manifest.release - other.manifest.release);
}

/** The chain from the first release on, without a gap and without a stranger; and every file as it was published. */
async function check(releases) {
  if (releases.length === 0) throw new NotReplayable('There is no release here: put each into a folder of its own, with its datapackage.json.');
  for (const [place, { manifest, place: folder }] of releases.entries()) {
    const before = releases[place - 1];
    if (manifest.release !== place + 1) throw new NotReplayable(`Release ${place + 1} is missing: releases build on each other, so download all of them.`);
    if (before && manifest.study !== before.manifest.study) throw new NotReplayable(`Release ${manifest.release} is of another study.`);
    if (before && manifest.previous?.sha256 !== before.sha256) throw new NotReplayable(`Release ${manifest.release} does not follow the release ${before.manifest.release} that is here: one of their manifests was changed.`);
    for (const { path, hash } of manifest.resources) {
      const found = await sha256Of(join(folder, path)).catch(() => undefined);
      if (found === undefined) throw new NotReplayable(`${path} of release ${manifest.release} is missing.`);
      if (`sha256:${found}` !== hash) throw new NotReplayable(`${path} of release ${manifest.release} is not the file that was published: download it again.`);
    }
  }
}

/** All rows of one table, each with the number of its release. */
function rowsOf(releases, table) {
  const selects = releases.map(({ place, manifest }) => {
    const { path, schema } = manifest.resources.find((resource) => resource.name === table);
    const columns = schema.fields.map((field) => `${name(field.name)}: ${text(types[field.type])}`).join(', ');
    const names = schema.fields.map((field) => name(field.name)).join(', ');
    return `SELECT ${Number(manifest.release)} AS release, ${names} FROM read_csv(${text(join(place, path))}, header = true, columns = {${columns}}, compression = 'gzip')`;
  });
  return selects.join('\nUNION ALL BY NAME\n');
}

async function replay(releases, connection) {
  const { resources } = releases.at(-1).manifest;
  await connection.run(`CREATE TEMPORARY TABLE gone AS ${rowsOf(releases, 'deletion')}`);
  await connection.run(`CREATE TEMPORARY TABLE taken_back AS ${rowsOf(releases, 'retraction')}`);
  const counts = {};
  for (const { name: table, schema } of resources.filter((resource) => !['deletion', 'retraction'].includes(resource.name))) {
    const [key] = schema.primaryKey;
    const columns = schema.fields.map((field) => `r.${name(field.name)}`).join(', ');
    // The newest of each row, unless it was taken back, or its person deleted, by a later release.
    await connection.run(`CREATE TABLE ${name(table)} AS SELECT ${columns} FROM (${rowsOf(releases, table)}) r
      WHERE NOT EXISTS (SELECT 1 FROM gone g WHERE g.person_id = r.person_id AND g.release > r.release)
        AND NOT EXISTS (SELECT 1 FROM taken_back t WHERE t."table" = ${text(table)} AND t.id = r.${name(key)} AND t.release > r.release)
      QUALIFY row_number() OVER (PARTITION BY r.${name(key)} ORDER BY r.release DESC) = 1`);
    const { [0]: counted } = (await connection.runAndReadAll(`SELECT count(*)::INTEGER AS rows FROM ${name(table)}`)).getRowObjects();
    counts[table] = counted.rows;
  }
  return counts;
}

const [folder, database = folder && join(folder, 'study.duckdb')] = process.argv.slice(2);
try {
  if (!folder) throw new NotReplayable('Say where the releases are: node replay.mjs FOLDER [study.duckdb]');
  const releases = await readManifests(folder);
  await check(releases);
  await rm(database, { force: true });
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const counts = await replay(releases, connection);
  connection.closeSync();
  instance.closeSync();
  console.log(`${releases.length} ${releases.length === 1 ? 'release' : 'releases'} replayed into ${database}`);
  for (const [table, rows] of Object.entries(counts)) console.log(`  ${table}: ${rows} rows`);
} catch (error) {
  if (!(error instanceof NotReplayable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
