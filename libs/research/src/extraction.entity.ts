import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExtractionProblem, ExtractionStatus } from './extraction-status';

/** A run that was asked for, by somebody or by the study's schedule. The row is the truth; the queue is only a nudge. */
@Entity('extraction')
export class Extraction {
  @PrimaryColumn('uuid', { name: 'study_id' })
  studyId!: string;

  /** From 1, within the study. */
  @PrimaryColumn('integer')
  number!: number;

  @Column('text', { default: 'queued' })
  status!: ExtractionStatus;

  /** Which firing of the schedule it is. */
  @Column('timestamptz', { name: 'scheduled_for', nullable: true })
  scheduledFor!: Date | null;

  /** Who asked, where it was not the schedule. */
  @Column('uuid', { name: 'requested_by', nullable: true })
  requestedBy!: string | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('smallint', { default: 0 })
  attempts!: number;

  @Column('jsonb', { nullable: true })
  counts!: object | null;

  @Column('jsonb', { nullable: true })
  problem!: ExtractionProblem | null;
}
