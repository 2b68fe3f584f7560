import { readRecords, type ReadOptions } from './read-records';
import { Header, SourceRow } from './source-row';

export interface LineRefused {
  readonly line: number;
  readonly reason: string;
}

export interface Batch {
  readonly rows: readonly SourceRow[];
  readonly refused: readonly LineRefused[];
}

/** Enough that a statement's own cost is small beside that of its rows, few enough that memory stays small. */
const rowsAtOnce = 4000;

/** The rows of a file, a bounded number at a time. `onHeader` hears what columns there are before the first of them. */
export async function* readBatches(path: string, onHeader: (header: Header) => void, options: ReadOptions = {}): AsyncGenerator<Batch> {
  let header: Header | undefined;
  let rows: SourceRow[] = [];
  let refused: LineRefused[] = [];
  const failures: unknown[] = [];
  try {
    for await (const record of readRecords(path, options)) {
      if ('refused' in record) refused.push({ line: record.line, reason: record.refused });
      else if (header) rows.push(new SourceRow(record.line, header, record.cells));
      else {
        header = new Header(record.cells);
        onHeader(header);
      }
      if (rows.length + refused.length >= rowsAtOnce) {
        yield { rows, refused };
        rows = [];
        refused = [];
      }
    }
  } catch (error) {
    failures.push(error);
  }
  // What stands before the place that can not be read is not lost with it.
  yield { rows, refused };
  for (const failure of failures) throw failure;
  if (!header) throw new FileUnreadable('is empty');
}

/** A file that can not be read to its end, in words that follow its name. */
export class FileUnreadable extends Error {}

/** The batches up to where the file can not be read on; why it can not is told and ends nothing else. */
export async function* untilUnreadable(batches: AsyncGenerator<Batch>, tell: (problem: string) => void): AsyncGenerator<Batch> {
  const readOn = async (): Promise<Batch | undefined> => {
    try {
      const next = await batches.next();
      return next.done ? undefined : next.value;
    } catch (error) {
      tell(error instanceof FileUnreadable ? error.message : `can not be read further: ${(error as Error).message}`);
      return undefined;
    }
  };
  try {
    for (let batch = await readOn(); batch; batch = await readOn()) yield batch;
  } finally {
    await batches.return(undefined);
  }
}

/** Reads one ahead: the file is read and unpacked while the database works. */
export async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const current = await next;
      if (current.done) return;
      next = source.next();
      // Heard here so that it counts as handled; the next turn of the loop meets the same failure.
      next.catch(() => undefined);
      yield current.value;
    }
  } finally {
    await source.return(undefined);
  }
}
