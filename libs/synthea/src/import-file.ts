import { setImmediate } from 'node:timers/promises';
import { inSystemContext } from '@anamnesis/database';
import type { MeasureCatalogue } from '@anamnesis/visits';
import type { ClientBase } from 'pg';
import type { FoundFile } from './find-files';
import { lookUp, organisationOfNobody } from './known';
import { loadBatch, type LineToLoad, type LoadedBatch } from './load-batch';
import { FileUnreadable, oneAhead, readBatches, untilUnreadable, type Batch, type LineRefused } from './read-batches';
import { findRepeats, forgetRepeats, type Occurrence } from './repeats';
import type { RowIdentity, SourceFile } from './source-file';
import { RowRefused, type Header, type SourceRow } from './source-row';
import { FileTally, type FileSummary, type ImportProgress, type RefusedRow } from './summary';

export interface FileImport {
  readonly measureCatalogue: MeasureCatalogue;
  readonly job: string;
}

interface Listeners {
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onRefused?: (refused: RefusedRow) => void;
  readonly signal?: AbortSignal;
}

const rowsAtAStretch = 250;

/** The database's connections of one import: one reads and prepares the next batch while the other loads. */
export interface Connections {
  readonly preparing: ClientBase;
  readonly loading: ClientBase;
}

interface PreparedBatch {
  readonly lines: readonly LineToLoad[];
  readonly refused: readonly LineRefused[];
}

/** One file, batch by batch, each in a transaction of its own. A file that can not be read to its end keeps what was loaded before. */
export async function importFile(connections: Connections, { source, file, path, bytes: ofBytes }: FoundFile, settings: FileImport, { onProgress, onRefused, signal }: Listeners): Promise<FileSummary> {
  const tally = new FileTally(file, (refused) => onRefused?.(refused));
  const job = `${settings.job}: ${source.name}`;
  let bytes = 0;
  const onHeader = ({ names }: Header): void => {
    const missing = source.needs.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new FileUnreadable(`has no column ${missing.join(', ')}`);
    tally.notKept = names.filter((name) => !source.needs.includes(name) && !source.keeps.includes(name));
  };
  await forgetRepeats(connections.preparing);

  async function* prepared(): AsyncGenerator<PreparedBatch> {
    const batches = oneAhead(readBatches(path, onHeader, { onBytes: (count) => (bytes = count) }));
    for await (const batch of untilUnreadable(batches, (problem) => (tally.problem = problem))) {
      yield await prepareBatch(connections.preparing, source, batch, job, settings);
    }
  }
  for await (const { lines, refused } of oneAhead(prepared())) {
    if (signal?.aborted) break;
    const loaded = await inSystemContext(connections.loading, job, () => loadLines(connections.loading, source, lines));
    // Only what is committed counts.
    tally.addLoaded(loaded.added, lines.length - loaded.refused.length - loaded.added);
    for (const { line, reason } of [...refused, ...loaded.refused].sort((a, b) => a.line - b.line)) tally.refuse(line, reason);
    onProgress?.({ file, doing: 'loading', bytes, ofBytes, read: tally.summary().read });
  }
  return tally.summary();
}

async function prepareBatch(client: ClientBase, source: SourceFile, batch: Batch, job: string, settings: FileImport): Promise<PreparedBatch> {
  const { rows } = batch;
  if (rows.length === 0) return { lines: [], refused: batch.refused };
  const { occurrences, surroundings } = await inSystemContext(client, job, async () => ({
    occurrences: await findRepeats(client, rows),
    surroundings: {
      ...settings,
      known: await lookUp(client, rows, source.references),
      usualOrganisations: (await source.prepare?.(client, rows)) ?? new Map<string, string>(),
    },
  }));
  const lines: LineToLoad[] = [];
  const refused = [...batch.refused];
  for (const [place, row] of rows.entries()) {
    const occurrence = occurrences[place];
    if (!occurrence) continue;
    // Lets the other connection send its next statement in between.
    if (place % rowsAtAStretch === 0) await setImmediate();
    try {
      lines.push({ line: row.line, staged: source.map(row, identify(source, row, occurrence), surroundings) });
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      refused.push({ line: row.line, reason: error.message });
    }
  }
  return { lines, refused };
}

async function loadLines(client: ClientBase, source: SourceFile, lines: readonly LineToLoad[]): Promise<LoadedBatch> {
  await addOrganisationOfNobody(client, lines);
  return loadBatch(client, source.target, lines);
}

/** Who has no visit and names no organisation still has to belong somewhere. */
async function addOrganisationOfNobody(client: ClientBase, lines: readonly LineToLoad[]): Promise<void> {
  if (!lines.some(({ staged }) => staged['organisation_id'] === organisationOfNobody)) return;
  await client.query("INSERT INTO organisation (id, name) VALUES ($1, 'Imported, of no organisation') ON CONFLICT DO NOTHING", [organisationOfNobody]);
}

/** A row is known by its id; without one, by its content and how many equal rows stand before it. */
function identify(source: SourceFile, row: SourceRow, { content, before, keyTaken }: Occurrence): RowIdentity {
  const id = row.text('ID');
  if (id === '') return { source: `${content} ${String(before)}`, marks: [] };
  if (before > 0) throw new RowRefused('repeats an earlier row');
  if (!keyTaken) return { source: id, marks: [] };
  if (source.referredTo) throw new RowRefused('its ID stands at an earlier row, with other content');
  return { source: `${id} ${content}`, marks: ['id-repeated'] };
}
