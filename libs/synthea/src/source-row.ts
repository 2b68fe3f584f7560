import { hash } from 'node:crypto';

/** Why one row is not loaded. Its words name columns, never what stands in them: they are printed. */
export class RowRefused extends Error {}

/** The header of one file: names are told apart without regard to case, because exports write both `Id` and `ID`. */
export class Header {
  readonly names: readonly string[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly byName: readonly number[];

  constructor(cells: readonly string[]) {
    this.names = cells.map((cell) => cell.trim().toUpperCase());
    this.places = new Map(this.names.map((name, place) => [name, place]));
    this.byName = this.names.map((_, place) => place).sort((a, b) => ((this.names[a] ?? '') < (this.names[b] ?? '') ? -1 : 1));
  }

  place(name: string): number | undefined {
    return this.places.get(name);
  }

  /** What a row without an id is known by. In the order of the names, so that another order of columns changes nothing. */
  contentOf(cells: readonly string[]): string {
    return hash('sha256', this.byName.map((place) => `${this.names[place] ?? ''}\u001f${cells[place] ?? ''}`).join('\u001e'));
  }
}

export class SourceRow {
  constructor(
    readonly line: number,
    private readonly header: Header,
    private readonly cells: readonly string[],
  ) {}

  /** The trimmed text of a column; '' where it is empty or the file has no such column. */
  text(name: string): string {
    const place = this.header.place(name);
    return place === undefined ? '' : (this.cells[place] ?? '').trim();
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === '') throw new RowRefused(`${name} is empty`);
    return text;
  }

  get content(): string {
    return this.header.contentOf(this.cells);
  }
}
