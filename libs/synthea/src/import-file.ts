import type { MeasureCatalogue } from '@anamnesis/visits';
import type { ClientBase } from 'pg';
import type { FoundFile } from './find-files';
import { lookUp, organisationOfNobody } from './known';
import { loadBatch, type LineToLoad } from './load-batch';
import { oneAhead, readBatches } from './read-batches';
import { findRepeats, forgetRepeats, type Occurrence } from './repeats';
import type { RowIdentity, SourceFile, Surroundings } from './source-file';
import { RowRefused, type Header, type SourceRow } from './source-row';
import { FileTally, type FileSummary, type ImportProgress, type RefusedRow } from './summary';
import { inSystemContext } from './system-context';

export interface FileImport {
  readonly measureCatalogue: MeasureCatalogue;
  readonly job: string;
}

interface Listeners {
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onRefused?: (refused: RefusedRow) => void;
  readonly signal?: AbortSignal;
}

class ColumnsMissing extends Error {}

/** One file, batch by batch, each in a transaction of its own. A file that can not be read to its end keeps what was loaded before. */
export async function importFile(client: ClientBase, { source, file, path, bytes: ofBytes }: FoundFile, settings: FileImport, { onProgress, onRefused, signal }: Listeners): Promise<FileSummary> {
  const tally = new FileTally(file, (refused) => onRefused?.(refused));
  let bytes = 0;
  const onHeader = ({ names }: Header): void => {
    const missing = source.needs.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new ColumnsMissing(`has no column ${missing.join(', ')}`);
    tally.notKept = names.filter((name) => !source.needs.includes(name) && !source.keeps.includes(name));
  };
  await forgetRepeats(client);
  const batches = oneAhead(readBatches(path, onHeader, { onBytes: (count) => (bytes = count) }));
  for (;;) {
    const batch = await nextOf(batches, tally);
    if (!batch || signal?.aborted) break;
    for (const { line, reason } of batch.refused) tally.refuse(line, reason);
    await importRows(client, source, batch.rows, settings, tally);
    onProgress?.({ file, doing: 'loading', bytes, ofBytes, read: tally.summary().read });
  }
  await batches.return(undefined);
  return tally.summary();
}

/** The next batch, or none where the file ends or can not be read on; an error of the database is no affair of the file. */
async function nextOf<Batch>(batches: AsyncGenerator<Batch>, tally: FileTally): Promise<Batch | undefined> {
  try {
    const { done, value } = await batches.next();
    return done ? undefined : value;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    tally.problem = error instanceof ColumnsMissing ? error.message : `can not be read further: ${error.message}`;
    return undefined;
  }
}

async function importRows(client: ClientBase, source: SourceFile, rows: readonly SourceRow[], settings: FileImport, tally: FileTally): Promise<void> {
  if (rows.length === 0) return;
  const refused: { line: number; reason: string }[] = [];
  const { lines, added } = await inSystemContext(client, `${settings.job}: ${source.name}`, async () => {
    const occurrences = await findRepeats(client, rows);
    const surroundings: Surroundings = {
      ...settings,
      known: await lookUp(client, rows, source.references),
      usualOrganisations: (await source.prepare?.(client, rows)) ?? new Map<string, string>(),
    };
    const lines: LineToLoad[] = [];
    for (const [place, row] of rows.entries()) {
      const occurrence = occurrences[place];
      if (!occurrence) continue;
      try {
        lines.push({ line: row.line, staged: source.map(row, identify(source, row, occurrence), surroundings) });
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error;
        refused.push({ line: row.line, reason: error.message });
      }
    }
    await addOrganisationOfNobody(client, lines);
    const loaded = await loadBatch(client, source.target, lines);
    refused.push(...loaded.refused);
    return { lines: lines.length - loaded.refused.length, added: loaded.added };
  });
  // Only what is committed counts.
  tally.addLoaded(added, lines - added);
  for (const { line, reason } of refused.sort((a, b) => a.line - b.line)) tally.refuse(line, reason);
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
