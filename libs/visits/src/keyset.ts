/** Where a list goes on: moment and id of the last row shown. The moment is text, because the database's is finer than a Date. */
export type After = readonly [moment: string, id: string];

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** As parameters: without a place to go on from, one that is after everything, so that the index serves both. */
export function keysetParameters(after: After | undefined): [string, string] {
  return after ? [...after] : ['infinity', lastId];
}

interface Placed {
  readonly place: string;
  readonly id: string;
}

/** A chart that was merged answers once for each of its records: newest first over all of them, and no more than asked for. */
export function newestFirst<Row extends Placed>(rows: Row[], momentOf: (row: Row) => Date, most: number): Row[] {
  return rows.sort((one, other) => momentOf(other).valueOf() - momentOf(one).valueOf() || (other.id > one.id ? 1 : -1)).slice(0, most);
}
