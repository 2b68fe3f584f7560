import { Injectable } from '@nestjs/common';
import { type AccessEntry, AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '@anamnesis/users';
import type { EntityManager } from 'typeorm';
import { StudyNotAllowed, StudyUnknown } from './study.errors';
import type { StudyStatement } from './study-statement';
import type { StudyRight } from './study-status';

interface OpenedStudies {
  readonly outcome: 'open' | 'unknown' | 'not-signed-in';
  readonly study_right: StudyRight | null;
}

/** What each row of an opened statement says beside its own columns. */
interface OpenedRow {
  readonly context_outcome: OpenedStudies['outcome'];
  readonly context_right: StudyRight | null;
  /** NULL where the studies were opened and the select found nothing. */
  readonly context_row: true | null;
}

export interface ReadStudies<Row> {
  readonly right: StudyRight;
  readonly rows: readonly Row[];
}

/** The only way to studies. Opening them checks who may know of them, and tells the database what the policies are to let through. */
@Injectable()
export class Studies {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /**
   * Opens one study, or all of the caller's where none is named, and reads from it in one statement.
   * @param values of the statement's own parameters, $3 and on
   * @throws StudyUnknown, SignInEnded
   */
  async read<Row extends object>(acting: Acting, studyId: string | null, statement: StudyStatement, values: readonly unknown[]): Promise<ReadStudies<Row>> {
    const rows = await this.database.query<Row & OpenedRow>(statement, [JSON.stringify(acting), studyId, ...values]);
    const [first] = rows;
    if (first?.context_outcome !== 'open' || first.context_right === null) throw await this.refuse(acting, studyId, first?.context_outcome);
    return { right: first.context_right, rows: first.context_row ? rows : [] };
  }

  /**
   * A transaction with the study opened by somebody who may manage it, or with their organisation where none is named.
   * @throws StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async manage<T>(acting: Acting, studyId: string | null, work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    let refused: OpenedStudies | undefined;
    const result = await this.database.inTransaction(async (transaction) => {
      const [opened] = await transaction.query<OpenedStudies[]>('SELECT outcome, study_right FROM app.open_studies($1::jsonb, $2::uuid)', [JSON.stringify(acting), studyId]);
      if (opened?.outcome === 'open' && opened.study_right === 'manage') return work(transaction);
      refused = opened ?? { outcome: 'unknown', study_right: null };
      return undefined;
    });
    if (refused) throw await this.refuse(acting, studyId, refused.outcome);
    return result as T;
  }

  /** What leaves the system is noted before it does, and so is what was refused. */
  async note(acting: Acting, action: 'export' | 'refused', accessed: Pick<AccessEntry, 'thing' | 'thingId' | 'detail'>): Promise<void> {
    await this.accessLog.record({ acting, action, ...accessed });
  }

  /** Leaves the entry of what was refused, and gives the error that tells it. */
  private async refuse(acting: Acting, studyId: string | null, outcome: OpenedStudies['outcome'] | undefined): Promise<Error> {
    await this.note(acting, 'refused', { thing: 'ResearchStudy', ...(studyId === null ? {} : { thingId: studyId }) });
    if (outcome === 'open') return new StudyNotAllowed();
    return outcome === 'unknown' ? new StudyUnknown() : new SignInEnded();
  }
}
