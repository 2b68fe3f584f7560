import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Coding } from './coding';

/** A medication, procedure or therapy that was ordered or is going on. The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('treatment')
export class Treatment {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'visit_id', nullable: true })
  visitId!: string | null;

  @Column('text')
  kind!: 'medication' | 'procedure' | 'therapy';

  @Column('text', { nullable: true })
  system!: string | null;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  text!: string;

  @Column('text', { nullable: true })
  dose!: string | null;

  @Column('text', { nullable: true })
  frequency!: string | null;

  @Column('date', { name: 'starts_on' })
  startsOn!: string;

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null;

  @Column('text', { default: 'active' })
  status!: 'active' | 'completed' | 'stopped' | 'entered-in-error';

  @Column('text', { nullable: true })
  instructions!: string | null;

  @Column('jsonb', { name: 'reason_coding', nullable: true })
  reasonCoding!: Coding | null;

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
