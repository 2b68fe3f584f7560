import { Column, Entity, PrimaryColumn } from 'typeorm';

export const absenceKinds = ['holiday', 'illness', 'training', 'other'] as const;
export type AbsenceKind = (typeof absenceKinds)[number];

/** Taken back, never removed. */
@Entity('doctor_absence')
export class DoctorAbsence {
  @PrimaryColumn('uuid', { name: 'doctor_id' })
  doctorId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text')
  kind!: AbsenceKind;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
