import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Consent, ParticipationStatus } from './consent';

/** One patient's consent to one study. The change stamp is the database's alone and stands in no entity. */
@Entity('participation')
export class Participation {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid', { name: 'study_id' })
  studyId!: string;

  @Column('text', { default: 'consented' })
  status!: ParticipationStatus;

  @Column('jsonb')
  consent!: Consent;

  /** The person's class as it was at consent: the extraction never reads birth date or address. */
  @Column('text', { name: 'age_band' })
  ageBand!: string;

  @Column('text')
  sex!: string;

  @Column('text')
  region!: string;

  @Column('timestamptz', { name: 'consented_at' })
  consentedAt!: Date;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
