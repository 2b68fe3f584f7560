import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReportFormat, ReportKind, ReportStatus } from './report-kinds';

/** What was asked for and what became of it. The row is the truth; the queue is only a nudge. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: ReportKind;

  /** The period: ISO days, both included. */
  @Column('jsonb', { default: {} })
  parameters!: { readonly from: string; readonly to: string };

  @Column('text')
  format!: ReportFormat;

  @Column('text', { default: 'en' })
  language!: string;

  @Column('text', { default: 'queued' })
  status!: ReportStatus;

  /** Percent. */
  @Column('smallint', { default: 0 })
  progress!: number;

  /** How often a worker took it up. Its number at that time is what a worker shows to write: one that was held for dead writes no more. */
  @Column('smallint', { default: 0 })
  attempts!: number;

  @Column('uuid', { name: 'requested_by' })
  requestedBy!: string;

  @Column('text', { name: 'requested_role' })
  requestedRole!: string;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('text', { name: 'file_key', nullable: true })
  fileKey!: string | null;

  @Column('text', { name: 'media_type', nullable: true })
  mediaType!: string | null;

  @Column('bigint', { nullable: true })
  bytes!: string | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('jsonb', { nullable: true })
  problem!: ReportProblem | null;

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  @Column('timestamptz', { name: 'patient_visible_from', nullable: true })
  patientVisibleFrom!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;
}

/** Why it was not made, in words for the one who asked, without patient data. */
export interface ReportProblem {
  readonly code: string;
  readonly detail: string;
}

/** For the app's one DataSource. */
export const reportsEntities = [Report];
