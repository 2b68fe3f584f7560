import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ReviewKind = 'emergency-access' | 'admin-relation' | 'tie' | 'merge';
export type Verdict = 'justified' | 'unjustified';

/** What an auditor looks at within 72 hours. */
@Entity('review')
export class Review {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: ReviewKind;

  /** The emergency access, relation, account or record that it is about. */
  @Column('uuid', { name: 'thing_id' })
  thingId!: string;

  @Column('uuid', { name: 'made_by' })
  madeBy!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('timestamptz', { name: 'due_at', default: () => "now() + interval '72 hours'" })
  dueAt!: Date;

  @Column('uuid', { name: 'reviewed_by', nullable: true })
  reviewedBy!: string | null;

  @Column('timestamptz', { name: 'reviewed_at', nullable: true })
  reviewedAt!: Date | null;

  @Column('text', { nullable: true })
  verdict!: Verdict | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('integer', { default: 1 })
  version!: number;
}
