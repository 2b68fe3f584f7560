import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StudyDesign, StudyProfile } from './study-design';
import type { StudyStatus } from './study-status';

@Entity('study')
export class Study {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  purpose!: string;

  @Column('text', { default: 'draft' })
  status!: StudyStatus;

  /** What was asked for; it can be anything until it is judged at opening. */
  @Column('jsonb')
  design!: StudyDesign;

  /** The design as it was opened. The database refuses to change it. */
  @Column('jsonb', { nullable: true })
  profile!: StudyProfile | null;

  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt!: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}

@Entity('study_researcher')
export class StudyResearcher {
  @PrimaryColumn('uuid', { name: 'study_id' })
  studyId!: string;

  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('timestamptz', { name: 'assigned_at', default: () => 'now()' })
  assignedAt!: Date;
}
