import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That somebody asked about a list: an empty one is never shown as "none" without it. The newest row of a list counts. */
@Entity('list_review')
export class ListReview {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  list!: 'allergy' | 'medication';

  @Column('text')
  answer!: 'none-known' | 'listed';

  @Column('uuid', { name: 'reviewed_by' })
  reviewedBy!: string;

  @Column('timestamptz', { name: 'reviewed_at' })
  reviewedAt!: Date;

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  /** Until then, or while it is null, only staff see it. */
  @Column('timestamptz', { name: 'patient_visible_from', nullable: true })
  patientVisibleFrom!: Date | null;
}
