import type { StagedRow, StagedTarget } from '@anamnesis/database';
import type { MeasureCatalogue } from '@anamnesis/visits';
import type { ClientBase } from 'pg';
import type { Known, Reference } from './known';
import type { SourceRow } from './source-row';

/** What a row's mapping may ask. */
export interface Surroundings {
  readonly known: Known;
  readonly measureCatalogue: MeasureCatalogue;
  /** Of patients and doctors who do not say theirs: the organisation most of their visits were at. */
  readonly usualOrganisations: ReadonlyMap<string, string>;
}

/** Which row of the file this is: what its id is made of. */
export interface RowIdentity {
  readonly source: string;
  readonly marks: readonly string[];
}

/** One file of the export: which columns it needs and keeps, and what a row of it becomes. */
export interface SourceFile {
  /** The file's name without its ending. */
  readonly name: string;
  /** Without these columns the file can not be read. */
  readonly needs: readonly string[];
  /** Other columns that are kept; those in neither list are said to be not kept. */
  readonly keeps: readonly string[];
  readonly references: readonly Reference[];
  readonly target: StagedTarget;
  /** Where others refer to a row by its id, a second row of that id can not be told from the first and is refused. */
  readonly referredTo: boolean;
  map(row: SourceRow, identity: RowIdentity, surroundings: Surroundings): StagedRow;
  /** What must be known of a batch beyond its references. */
  prepare?(client: ClientBase, rows: readonly SourceRow[]): Promise<ReadonlyMap<string, string>>;
}

/** Keeps a mapping's columns and its target's columns the same. */
export function sourceFile<const Column extends string>(
  file: Omit<SourceFile, 'target' | 'map'> & {
    readonly target: StagedTarget<Column>;
    map(row: SourceRow, identity: RowIdentity, surroundings: Surroundings): StagedRow<Column>;
  },
): SourceFile {
  return file;
}
