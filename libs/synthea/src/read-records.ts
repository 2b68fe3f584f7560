import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';

/** One record of a file, or why there is none at this line. */
export type ReadRecord = { readonly line: number; readonly cells: readonly string[] } | { readonly line: number; readonly refused: string };

export interface ReadOptions {
  /** How many bytes of the file, as it lies on the disk, have been read. */
  readonly onBytes?: (bytes: number) => void;
}

const longestLine = 1024 * 1024;
/** A quoted cell may hold line breaks (RFC 4180), but no cell of this export runs over more lines than this. */
const longestRecord = 50;

/** The lines of a plain or gzipped file, with a bounded piece of it in memory. One that is too long comes as `undefined`. */
async function* readLines(path: string, { onBytes }: ReadOptions): AsyncGenerator<string | undefined> {
  const file = createReadStream(path, { highWaterMark: 64 * 1024 });
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip({ chunkSize: 256 * 1024 })) : file;
  file.on('error', (error) => bytes.destroy(error));
  try {
    const decoder = new TextDecoder('utf-8');
    let pending = '';
    let cut = false;
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      onBytes?.(file.bytesRead);
      const text = pending + decoder.decode(chunk, { stream: true });
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        yield cut || end - start > longestLine ? undefined : text.slice(start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
        cut = false;
        start = end + 1;
      }
      pending = text.slice(start);
      if (pending.length > longestLine) {
        cut = true;
        pending = '';
      }
    }
    pending += decoder.decode();
    if (cut) yield undefined;
    else if (pending !== '') yield pending;
  } finally {
    file.destroy();
  }
}

function hasOddQuotes(line: string): boolean {
  let odd = false;
  for (let place = line.indexOf('"'); place !== -1; place = line.indexOf('"', place + 1)) odd = !odd;
  return odd;
}

/** `undefined` where the text is no CSV. */
function parseQuoted(text: string): readonly string[] | undefined {
  try {
    return parse(text, { relax_column_count: true })[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function asRecord(line: number, text: string, columns: number): ReadRecord {
  if (text.includes('\0')) return { line, refused: 'holds a NUL character' };
  if (text.includes('\ufffd')) return { line, refused: 'is not UTF-8' };
  const cells = text.includes('"') ? parseQuoted(text) : text.split(',');
  if (cells === undefined) return { line, refused: 'its quotes do not match' };
  if (cells.length !== columns) return { line, refused: 'has another number of cells than the header' };
  return { line, cells };
}

/** Makes records of lines that come one by one. */
class Framing {
  private columns = 0;
  /** Lines whose quotes have not closed yet, and where the first of them stands. */
  private held: { readonly line: number; readonly texts: string[] } | undefined;

  *take(line: number, text: string): Generator<ReadRecord> {
    if (this.held) {
      this.held.texts.push(text);
      const whole = this.held.texts.join('\n');
      if (!hasOddQuotes(whole) && parseQuoted(whole)?.length === this.columns) {
        const first = this.held.line;
        this.held = undefined;
        yield asRecord(first, whole, this.columns);
      } else if (this.held.texts.length >= longestRecord) yield* this.giveUp();
    } else if (this.columns === 0) {
      const cells = parseQuoted(text) ?? [];
      this.columns = cells.length;
      if (cells.length > 0) yield { line, cells };
    } else if (hasOddQuotes(text)) this.held = { line, texts: [text] };
    else if (text !== '') yield asRecord(line, text, this.columns);
  }

  /** No more lines come: what is held will not close. */
  *end(): Generator<ReadRecord> {
    while (this.held) yield* this.giveUp();
  }

  /** The quote is never closed: its line is refused, and those after it are read as if it had not been. */
  private *giveUp(): Generator<ReadRecord> {
    if (!this.held) return;
    const { line, texts } = this.held;
    this.held = undefined;
    yield { line, refused: 'a quote is not closed' };
    for (const [place, text] of texts.entries()) if (place > 0) yield* this.take(line + place, text);
  }
}

/**
 * The records of a CSV file; the first is the header. Lines are framed here and not by the parser, because to a parser a quote
 * that is never closed swallows the rest of the file, while a broken row may lose only itself.
 */
export async function* readRecords(path: string, options: ReadOptions = {}): AsyncGenerator<ReadRecord> {
  const framing = new Framing();
  let line = 0;
  for await (const text of readLines(path, options)) {
    line += 1;
    if (text === undefined) {
      yield* framing.end();
      yield { line, refused: 'is longer than a mebibyte' };
    } else yield* framing.take(line, text);
  }
  yield* framing.end();
}
