import { Column, Entity, PrimaryColumn } from 'typeorm';

export type RepresentationKind = 'guardian' | 'proxy';
/** `appointments`: who they are and when they come, and nothing of the record. */
export type RepresentationScope = 'full' | 'appointments';

/** The right of an account to act for a patient. Ended, never removed. */
@Entity('representation')
export class Representation {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('text')
  kind!: RepresentationKind;

  @Column('text')
  scope!: RepresentationScope;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;

  /** What was shown for it: a birth certificate, a court's letter, the patient's own word. */
  @Column('text')
  evidence!: string;

  @Column('integer', { default: 1 })
  version!: number;

  /** Its end is the patient's majority and moves with their birth date and zone. */
  @Column('boolean', { name: 'until_majority', default: false })
  untilMajority!: boolean;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
