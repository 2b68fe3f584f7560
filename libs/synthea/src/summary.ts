/** What became of one file. `read` is always `loaded` and `skipped` together. */
export interface FileSummary {
  readonly file: string;
  readonly read: number;
  readonly loaded: number;
  /** Those already there and those refused. */
  readonly skipped: number;
  readonly alreadyThere: number;
  /** How often for each reason, that of being there already included. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Columns for which the record has no place. */
  readonly notKept: readonly string[];
  /** Why the file could not be read, or not to its end. */
  readonly problem?: string;
}

export interface ImportSummary {
  readonly files: readonly FileSummary[];
  readonly absent: readonly string[];
  readonly notRead: readonly string[];
  readonly careRelations: number;
  readonly interrupted: boolean;
  readonly seconds: number;
}

export interface RefusedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface ImportProgress {
  readonly file: string;
  readonly doing: 'surveying' | 'loading';
  readonly bytes: number;
  readonly ofBytes: number;
  readonly read: number;
}

/** Counts while a file is read. */
export class FileTally {
  private loaded = 0;
  private alreadyThere = 0;
  private readonly reasons = new Map<string, number>();
  notKept: readonly string[] = [];
  problem: string | undefined;

  constructor(
    private readonly file: string,
    private readonly onRefused: (refused: RefusedRow) => void,
  ) {}

  addLoaded(rows: number, alreadyThere: number): void {
    this.loaded += rows;
    this.alreadyThere += alreadyThere;
    if (alreadyThere > 0) this.count('already there', alreadyThere);
  }

  refuse(line: number, reason: string): void {
    this.count(reason, 1);
    this.onRefused({ file: this.file, line, reason });
  }

  private count(reason: string, rows: number): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + rows);
  }

  summary(): FileSummary {
    const skipped = [...this.reasons.values()].reduce((sum, rows) => sum + rows, 0);
    return {
      file: this.file,
      read: this.loaded + skipped,
      loaded: this.loaded,
      skipped,
      alreadyThere: this.alreadyThere,
      reasons: this.reasons,
      notKept: this.notKept,
      ...(this.problem === undefined ? {} : { problem: this.problem }),
    };
  }
}
