import { Column, Entity, PrimaryColumn } from 'typeorm';

export type CareKind = 'primary' | 'attending' | 'consulting';

/** Ended, never removed. */
@Entity('care_relation')
export class CareRelation {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'doctor_id' })
  doctorId!: string;

  @Column('text')
  kind!: CareKind;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;

  @Column('text')
  reason!: string;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null;

  /** The appointment that it came with. */
  @Column('uuid', { name: 'appointment_id', nullable: true })
  appointmentId!: string | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}

/** The doctor's side of the same relation, keyed by the doctor; the database writes it with the relation. */
@Entity('doctor_patient')
export class DoctorPatient {
  @PrimaryColumn('uuid', { name: 'doctor_id' })
  doctorId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'patient_id' })
  patientId!: string;

  @Column('text')
  kind!: CareKind;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;
}
