import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { Jobs } from '@anamnesis/queue';
import type { EntityManager } from 'typeorm';
import { nudgeIdOf, runExtractionJob } from './extraction-jobs';
import { lockNumbering, nextNumber } from './extraction-number';
import { lastFiring } from './schedule';
import type { StudyDesign } from './study-design';

interface OpenStudy {
  readonly id: string;
  readonly schedule: StudyDesign['schedule'];
  /** When it was opened, the moment before its schedule begins, or the firing of its last run: the latest of them. */
  readonly since: Date;
}

const openSystem = `SELECT app.open_system('start-due-extractions')`;
const openStudies = `
  SELECT s.id, s.profile -> 'schedule' AS schedule,
         GREATEST(s.opened_at, (s.profile #>> '{schedule,notBefore}')::timestamp AT TIME ZONE (s.profile #>> '{schedule,zone}') - interval '1 second',
                  (SELECT max(e.scheduled_for) FROM extraction e WHERE e.study_id = s.id)) AS since
    FROM study s WHERE s.status = 'open' ORDER BY s.id`;
/** Whoever notices a firing first makes its run; the other finds it there. */
const insert = `
  INSERT INTO extraction (study_id, number, scheduled_for)
  SELECT s.id, ${nextNumber('$1::uuid')}, $2::timestamptz FROM study s WHERE s.id = $1 AND s.status = 'open'
  ON CONFLICT (study_id, scheduled_for) DO NOTHING RETURNING number`;

@Injectable()
export class StartDueExtractions {
  private readonly logger = new Logger(StartDueExtractions.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /**
   * One run for each open study whose schedule has fired since its last one. Firings that were missed while nothing ran are caught up by that
   * one run, which is of the latest. Safe at the same time in several processes.
   * @returns how many it began
   */
  async execute(now = new Date()): Promise<number> {
    let begun = 0;
    for (const study of await this.asSystem((transaction) => transaction.query<OpenStudy[]>(openStudies))) {
      try {
        if (await this.startIfDue(study, now)) begun += 1;
      } catch (error) {
        // The others do not wait for this one; it is looked at again the next time.
        this.logger.error({ err: error, studyId: study.id }, 'A study whose schedule could not be followed');
      }
    }
    return begun;
  }

  private async startIfDue({ id: studyId, schedule, since }: OpenStudy, now: Date): Promise<boolean> {
    const firing = lastFiring(schedule, since, now);
    if (!firing) return false;
    const run = await this.asSystem(async (transaction) => {
      await transaction.query(lockNumbering, [studyId]);
      const [inserted] = await transaction.query<{ number: number }[]>(insert, [studyId, firing]);
      return inserted;
    });
    if (!run) return false;
    await this.jobs.enqueue(runExtractionJob, { studyId, number: run.number }, { jobId: nudgeIdOf(studyId, run.number) });
    return true;
  }

  private asSystem<Answer>(work: (transaction: EntityManager) => Promise<Answer>): Promise<Answer> {
    return this.database.inTransaction(async (transaction) => {
      await transaction.query(openSystem);
      return work(transaction);
    });
  }
}
