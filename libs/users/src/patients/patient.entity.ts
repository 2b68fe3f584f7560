import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HumanName } from './human-name';
import type { DatePrecision } from './partial-date';

export interface Address {
  readonly line?: readonly string[];
  readonly city?: string;
  readonly postalCode?: string;
  readonly region?: string;
  readonly country?: string;
}

export type Sex = 'male' | 'female' | 'other' | 'unknown';

/** The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('patient')
export class Patient {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('text')
  mrn!: string;

  @Column('jsonb')
  names!: HumanName[];

  @Column('date', { name: 'birth_date', nullable: true })
  birthDate!: string | null;

  @Column('text', { name: 'birth_date_precision', default: 'day' })
  birthDatePrecision!: DatePrecision;

  @Column('text', { default: 'unknown' })
  sex!: Sex;

  @Column('text', { nullable: true })
  gender!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('jsonb', { default: {} })
  address!: Address;

  @Column('text', { default: 'UTC' })
  zone!: string;

  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text', { default: 'verified' })
  verification!: 'unverified' | 'verified';

  @Column('timestamptz', { name: 'deceased_at', nullable: true })
  deceasedAt!: Date | null;

  /** The record of the same person that goes on from this one. */
  @Column('uuid', { name: 'replaced_by', nullable: true })
  replacedBy!: string | null;

  @Column('jsonb', { default: [] })
  identifiers!: object[];

  @Column('text', { array: true, default: [] })
  marks!: string[];

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}

@Entity('mrn_key')
export class MrnKey {
  @PrimaryColumn('text')
  mrn!: string;

  @Column('uuid', { name: 'patient_id' })
  patientId!: string;
}
