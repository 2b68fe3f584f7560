import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A condition, as FHIR calls it. The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('diagnosis')
export class Diagnosis {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'visit_id', nullable: true })
  visitId!: string | null;

  /** URI of the coding system. */
  @Column('text', { nullable: true })
  system!: string | null;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  text!: string;

  @Column('date', { name: 'onset_on', nullable: true })
  onsetOn!: string | null;

  @Column('date', { name: 'resolved_on', nullable: true })
  resolvedOn!: string | null;

  @Column('text', { default: 'active' })
  status!: 'active' | 'resolved' | 'inactive';

  @Column('text', { default: 'confirmed' })
  verification!: 'provisional' | 'confirmed' | 'refuted' | 'entered-in-error';

  @Column('text', { array: true, default: [] })
  marks!: string[];

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  /** Until then, or while it is null, only staff see it. */
  @Column('timestamptz', { name: 'patient_visible_from', nullable: true })
  patientVisibleFrom!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
