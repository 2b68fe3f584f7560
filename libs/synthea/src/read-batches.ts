import { readRecords, type ReadOptions } from './read-records';
import { Header, SourceRow } from './source-row';

export interface Batch {
  readonly rows: readonly SourceRow[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

/** Enough that a statement's own cost is small beside that of its rows, few enough that memory stays small. */
const rowsAtOnce = 4000;

/** The rows of a file, a bounded number at a time. `onHeader` hears what columns there are before the first of them. */
export async function* readBatches(path: string, onHeader: (header: Header) => void, options: ReadOptions = {}): AsyncGenerator<Batch> {
  let header: Header | undefined;
  let rows: SourceRow[] = [];
  let refused: { line: number; reason: string }[] = [];
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
  yield { rows, refused };
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
