import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { StoredFile } from '@anamnesis/storage';
import { Charts } from '@anamnesis/users';
import type { ReportProblem } from './report.entity';
import type { ReportFormat } from './report-kinds';
import { heldForLostSeconds } from './report-limits';

export interface UnfinishedReport {
  readonly requested_by: string;
  readonly requested_role: string;
  readonly attempts: number;
}

/** A report that one worker has taken up. */
export interface ClaimedReport {
  readonly patientId: string;
  readonly reportId: string;
  readonly attempts: number;
  readonly parameters: { readonly from: string; readonly to: string };
  readonly format: ReportFormat;
  readonly language: string;
}

export interface MadeFile extends StoredFile {
  readonly key: string;
  readonly mediaType: string;
  readonly sensitivity: number;
}

const ofThisWorker = `patient_id = $1 AND id = $2 AND status = 'running' AND attempts = $3`;

/**
 * The worker's hand on the row. The number of the attempt is what it shows to write: a worker that was held for dead and comes
 * back finds another number there, or that the report was cancelled, and changes nothing.
 */
@Injectable()
export class ReportWork {
  constructor(
    private readonly database: Database,
    private readonly charts: Charts,
  ) {}

  /** Who asked, before their chart can be opened. */
  async unfinished(patientId: string, reportId: string): Promise<UnfinishedReport | undefined> {
    const [found] = await this.asSystem<UnfinishedReport[]>(
      `SELECT requested_by, requested_role, attempts FROM report WHERE patient_id = $1 AND id = $2 AND status IN ('queued', 'running')`, [patientId, reportId]);
    return found;
  }

  /** @returns undefined where another worker has it, or it has ended */
  async claim(acting: Acting, patientId: string, reportId: string): Promise<ClaimedReport | undefined> {
    const [claimed] = await this.change<Omit<ClaimedReport, 'patientId' | 'reportId'>>(acting, patientId,
      `UPDATE report SET status = 'running', attempts = attempts + 1, started_at = now(), progress = 10, version = version + 1
        WHERE patient_id = $1 AND id = $2 AND (status = 'queued' OR status = 'running' AND started_at < now() - make_interval(secs => $3))
        RETURNING attempts, parameters, format, language`, [patientId, reportId, heldForLostSeconds]);
    return claimed && { ...claimed, patientId, reportId };
  }

  /** @returns whether it is still this worker's */
  async advance(acting: Acting, { patientId, reportId, attempts }: ClaimedReport, progress: number): Promise<boolean> {
    const rows = await this.change(acting, patientId, `UPDATE report SET progress = $4, version = version + 1 WHERE ${ofThisWorker} RETURNING id`, [patientId, reportId, attempts, progress]);
    return rows.length > 0;
  }

  /** @returns whether it was still this worker's: else the file is nobody's */
  async finish(acting: Acting, { patientId, reportId, attempts }: ClaimedReport, { key, mediaType, bytes, sha256, sensitivity }: MadeFile): Promise<boolean> {
    const rows = await this.change(acting, patientId,
      `UPDATE report SET status = 'done', progress = 100, finished_at = now(), file_key = $4, media_type = $5, bytes = $6, sha256 = $7, sensitivity = $8,
              patient_visible_from = COALESCE(patient_visible_from, now()), version = version + 1
        WHERE ${ofThisWorker} RETURNING id`, [patientId, reportId, attempts, key, mediaType, bytes, sha256, sensitivity]);
    return rows.length > 0;
  }

  /** For another try, which the queue makes. */
  async release(acting: Acting, { patientId, reportId, attempts }: ClaimedReport): Promise<void> {
    await this.change(acting, patientId, `UPDATE report SET status = 'queued', progress = 0, version = version + 1 WHERE ${ofThisWorker} RETURNING id`, [patientId, reportId, attempts]);
  }

  /** As the system, because the one who asked may have no access any more. */
  async fail(patientId: string, reportId: string, problem: ReportProblem): Promise<void> {
    await this.asSystem(
      `UPDATE report SET status = 'failed', problem = $3, finished_at = now(), version = version + 1 WHERE patient_id = $1 AND id = $2 AND status IN ('queued', 'running')`,
      [patientId, reportId, JSON.stringify(problem)]);
  }

  private change<Row extends object>(acting: Acting, patientId: string, update: string, values: readonly unknown[]): Promise<Row[]> {
    return this.charts.write(acting, patientId, async (transaction) => {
      const [rows] = await transaction.query<[Row[], number]>(update, [...values]);
      return rows;
    });
  }

  private asSystem<Answer>(statement: string, values: readonly unknown[]): Promise<Answer> {
    return this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('make-report')`);
      return transaction.query<Answer>(statement, [...values]);
    });
  }
}
