import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('immunization')
export class Immunization {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'visit_id', nullable: true })
  visitId!: string | null;

  @Column('text', { nullable: true })
  system!: string | null;

  /** The vaccine, in CVX where nothing else is said. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  text!: string;

  @Column('date', { name: 'given_on' })
  givenOn!: string;

  @Column('text', { nullable: true })
  lot!: string | null;

  @Column('text', { default: 'completed' })
  status!: 'completed' | 'not-done' | 'entered-in-error';

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
