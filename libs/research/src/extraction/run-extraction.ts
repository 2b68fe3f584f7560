import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { FileStore } from '@anamnesis/storage';
import { collectRubbish } from './collect-rubbish';
import { ExtractionDatabase } from './extraction-database';
import { type Outcome, releaseStudy } from './release-study';

export interface ExtractionKey {
  readonly studyId: string;
  readonly number: number;
}

const take = `UPDATE extraction SET status = 'running', started_at = $3, attempts = attempts + 1 WHERE study_id = $1 AND number = $2 AND status IN ('queued', 'running') RETURNING number`;
const end = `UPDATE extraction SET status = $3, finished_at = clock_timestamp(), counts = $4 WHERE study_id = $1 AND number = $2 AND status IN ('queued', 'running')`;
const fail = `UPDATE extraction SET status = 'failed', finished_at = clock_timestamp(), problem = $3 WHERE study_id = $1 AND number = $2 AND status IN ('queued', 'running')`;

/** The only reason for a row that waits and can not be run; one that has ended is left as it is. */
const studyClosed = { code: 'study.closed', detail: 'The study was closed before this run began, so that it published nothing.' };

@Injectable()
export class RunExtraction {
  constructor(
    private readonly extractionDatabase: ExtractionDatabase,
    private readonly database: Database,
    private readonly files: FileStore,
  ) {}

  /**
   * Runs an extraction that was asked for. Safe to do twice, also at once: of two runs over a study one ends at once and leaves its row
   * to be sent again, and one that has ended is not run again.
   */
  async execute({ studyId, number }: ExtractionKey, now = new Date()): Promise<Outcome | undefined> {
    return this.extractionDatabase.alone(studyId, async (client) => {
      const [, taken] = await this.asSystem<[unknown[], number]>(take, [studyId, number, now]);
      if (taken === 0) return { status: 'ended-before' };
      await collectRubbish(client, this.files, studyId);
      const outcome = await releaseStudy(client, this.files, studyId, number, now);
      if (outcome.status === 'ended-before') await this.asSystem(fail, [studyId, number, studyClosed]);
      // The extraction itself says in its transaction that it has published.
      if (outcome.status === 'dry-run' || outcome.status === 'nothing-new') await this.asSystem(end, [studyId, number, outcome.status, outcome.counts]);
      return outcome;
    });
  }

  /** It will not be tried again. @param code of the error */
  async giveUp({ studyId, number }: ExtractionKey, code: string): Promise<void> {
    await this.asSystem(fail, [studyId, number, { code, detail: 'The extraction failed several times and published nothing; what is new waits for the next run.' }]);
  }

  private asSystem<Answer>(statement: string, values: readonly unknown[]): Promise<Answer> {
    return this.database.inTransaction(async (transaction) => {
      await transaction.query(`SELECT app.open_system('run-extraction')`);
      return transaction.query<Answer>(statement, [...values]);
    });
  }
}
