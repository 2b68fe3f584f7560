import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AppointmentStatus = 'booked' | 'checked-in' | 'fulfilled' | 'cancelled' | 'no-show';

@Entity('appointment')
export class Appointment {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'doctor_id' })
  doctorId!: string;

  @Column('uuid', { name: 'location_id' })
  locationId!: string;

  @Column('uuid', { name: 'appointment_type_id' })
  appointmentTypeId!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text', { default: 'booked' })
  status!: AppointmentStatus;

  /** Deliberately beside another one. */
  @Column('boolean', { default: false })
  overbooked!: boolean;

  @Column('uuid', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  @Column('text', { name: 'cancel_reason', nullable: true })
  cancelReason!: string | null;

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}

/** The doctor's side of an appointment, keyed by the doctor; written in the same transaction. */
@Entity('doctor_slot')
export class DoctorSlot {
  @PrimaryColumn('uuid', { name: 'doctor_id' })
  doctorId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'patient_id' })
  patientId!: string;

  @Column('uuid', { name: 'appointment_id' })
  appointmentId!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('boolean', { default: false })
  overbooked!: boolean;
}
