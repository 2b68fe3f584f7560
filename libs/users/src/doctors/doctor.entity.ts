import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HumanName } from '../patients/human-name';
import type { Sex } from '../patients/patient.entity';

@Entity('doctor')
export class Doctor {
  @PrimaryColumn('uuid')
  id!: string;

  /** None for one who was imported and has never signed in. */
  @Column('uuid', { name: 'account_id', nullable: true })
  accountId!: string | null;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('jsonb')
  names!: HumanName[];

  @Column('text', { default: 'unknown' })
  sex!: Sex;

  @Column('text', { nullable: true })
  specialty!: string | null;

  @Column('text', { nullable: true })
  licence!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { default: 'active' })
  status!: 'active' | 'left';

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
