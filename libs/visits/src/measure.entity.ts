import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Coding } from './coding';
import { asNumber } from './numeric-column';

export type MeasureSetting = 'clinic' | 'home';
export type MeasureOrigin = 'entered' | 'derived' | 'imported';

/** One thing measured: a quantity in the canonical unit of its code, a code, or words. The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('measure')
export class Measure {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'visit_id', nullable: true })
  visitId!: string | null;

  /** Shared by the rows of one panel, such as a blood pressure. */
  @Column('uuid', { name: 'panel_id', nullable: true })
  panelId!: string | null;

  @Column('text', { name: 'panel_code', nullable: true })
  panelCode!: string | null;

  /** LOINC. */
  @Column('text')
  code!: string;

  @Column('text', { nullable: true })
  text!: string | null;

  @Column('numeric', { nullable: true, transformer: asNumber })
  quantity!: number | null;

  @Column('jsonb', { name: 'coded_value', nullable: true })
  codedValue!: Coding | null;

  @Column('text', { name: 'text_value', nullable: true })
  textValue!: string | null;

  /** UCUM. */
  @Column('text', { nullable: true })
  unit!: string | null;

  @Column('text', { name: 'entered_value' })
  enteredValue!: string;

  @Column('text', { name: 'entered_unit', nullable: true })
  enteredUnit!: string | null;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt!: Date;

  /** The account of who took it. */
  @Column('uuid', { name: 'taken_by', nullable: true })
  takenBy!: string | null;

  @Column('text', { default: 'clinic' })
  setting!: MeasureSetting;

  @Column('text', { default: 'entered' })
  origin!: MeasureOrigin;

  /** The measures that a derived one was computed from, and is retracted with. */
  @Column('uuid', { name: 'derived_from', array: true, nullable: true })
  derivedFrom!: string[] | null;

  @Column('text', { default: 'final' })
  status!: 'final' | 'entered-in-error';

  /** What whoever took it says about it: why half of a blood pressure is missing. */
  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { array: true, default: [] })
  marks!: string[];

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  @Column('timestamptz', { name: 'patient_visible_from', nullable: true })
  patientVisibleFrom!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
