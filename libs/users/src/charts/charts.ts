import { Injectable } from '@nestjs/common';
import { type AccessEntry, AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { PatientReplaced, PatientUnknown, SignInEnded } from './chart.errors';
import { type ChartState, readChartState } from './chart-state';
import type { ChartStatement, Opened } from './chart-statement';

/** What is read, for its entry in the audit store. */
export type Accessed = Pick<AccessEntry, 'thing' | 'thingId' | 'detail'> & { readonly action?: 'read' | 'export' };

const openChart = { name: 'users.open-chart', text: 'SELECT outcome, patient_ids FROM app.open_chart($1::jsonb, $2::uuid)' };

/**
 * The only way to a patient's record. Opening checks who may see it and tells the database what the policies are to let
 * through; reading leaves its audit entry before the rows are handed on.
 */
@Injectable()
export class Charts {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /**
   * Opens the chart and reads from it in one statement.
   * @param values of the statement's own parameters, $3 and on
   * @throws PatientUnknown, PatientReplaced, SignInEnded
   */
  async read<Row extends object>(acting: Acting, patientId: string, statement: ChartStatement, values: readonly unknown[], accessed: Accessed): Promise<Row[]> {
    const { rows, reader } = await this.open<Row>(acting, patientId, statement, values, accessed);
    await this.noteRead(reader, patientId, accessed);
    return rows;
  }

  /**
   * Opens the chart, and gives what is kept of it instead of reading it again. Where nothing is, nothing is shown and nothing noted:
   * the caller reads.
   * @param find what was kept for exactly this state of the chart and this kind of viewer
   * @throws PatientUnknown, PatientReplaced, SignInEnded
   */
  async readKept<Kept>(acting: Acting, patientId: string, find: (state: ChartState) => Promise<Kept | undefined>, accessed: Accessed): Promise<Kept | undefined> {
    const { rows: [state], reader } = await this.open<ChartState>(acting, patientId, readChartState, [], accessed);
    const kept = state && (await find(state));
    if (kept !== undefined) await this.noteRead(reader, patientId, accessed);
    return kept;
  }

  /**
   * A transaction with the chart opened. What it changes has its audit entries and the chart's new version in the same commit.
   * @throws PatientUnknown, PatientReplaced, SignInEnded
   */
  async write<T>(acting: Acting, patientId: string, work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    let refusal: { outcome: Opened['context_outcome']; patient_ids: string[] | null } | undefined;
    const result = await this.database.inTransaction(async (transaction) => {
      const [opened] = await this.database.queryInTransaction<{ outcome: Opened['context_outcome']; patient_ids: string[] | null }>(openChart, [JSON.stringify(acting), patientId]);
      if (opened?.outcome === 'open') return work(transaction);
      refusal = opened;
      return undefined;
    });
    if (refusal) throw await this.refuse(acting, patientId, refusal.outcome, refusal.patient_ids, { thing: 'Patient' });
    return result as T;
  }

  /** @returns the rows, and who reads them: for whom they act is known when the chart is open */
  private async open<Row extends object>(acting: Acting, patientId: string, statement: ChartStatement, values: readonly unknown[], accessed: Accessed): Promise<{ rows: Row[]; reader: Acting }> {
    const rows = await this.database.query<Row & Opened>(statement, [JSON.stringify(acting), patientId, ...values]);
    const [first] = rows;
    if (first?.context_outcome !== 'open') throw await this.refuse(acting, patientId, first?.context_outcome, first?.context_patient_ids, accessed);
    const reader = first.context_acting_for === null ? acting : { ...acting, onBehalfOf: first.context_acting_for };
    // Of several records of one person some may have nothing to say.
    return { reader, rows: first.context_row && first.context_patient_ids?.length === 1 ? rows : rows.filter((row) => row.context_row) };
  }

  private noteRead(acting: Acting, patientId: string, accessed: Accessed): Promise<void> {
    return this.accessLog.record({ acting, patientId, ...accessed, action: accessed.action ?? 'read' });
  }

  /** Leaves the entry of what was refused, and gives the error that tells it. */
  private async refuse(acting: Acting, patientId: string, outcome: Opened['context_outcome'] | undefined, patientIds: string[] | null | undefined, accessed: Accessed): Promise<Error> {
    await this.accessLog.record({ acting, patientId, ...accessed, action: 'refused' });
    const [survivor] = patientIds ?? [];
    if (outcome === 'replaced' && survivor) return new PatientReplaced(patientId, survivor);
    return outcome === 'not-signed-in' || outcome === undefined ? new SignInEnded() : new PatientUnknown();
  }
}
