import { type Rows, type Table, targets } from './targets';

/** What goes along with rows of a table: each has one there. */
const along: Partial<Record<Table, string>> = { patient: 'mrn_key', care_relation: 'doctor_patient', appointment: 'doctor_slot' };

/** Counts what is committed. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(made: readonly Partial<Rows>[]): void {
    for (const table of Object.keys(targets) as Table[]) {
      const rows = made.reduce((sum, each) => sum + (each[table]?.length ?? 0), 0);
      for (const name of [table, along[table]]) if (name !== undefined && rows > 0) this.counts.set(name, (this.counts.get(name) ?? 0) + rows);
    }
  }

  get rows(): ReadonlyMap<string, number> {
    return this.counts;
  }
}
