import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HumanName } from '../patients/human-name';

@Entity('account')
export class Account {
  @PrimaryColumn('uuid')
  id!: string;

  /** As typed; an account is known by its credential's key. */
  @Column('text')
  username!: string;

  @Column('jsonb', { default: [] })
  names!: HumanName[];

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { default: 'en' })
  language!: string;

  @Column('text', { default: 'active' })
  status!: 'invited' | 'active' | 'disabled';

  @Column('boolean', { default: false })
  demonstration!: boolean;

  @Column('jsonb', { name: 'mfa_factors', default: [] })
  mfaFactors!: unknown[];

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}

@Entity('account_role')
export class AccountRole {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  role!: string;

  /** Desk and admin rights end here. */
  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId!: string | null;
}

/** Keyed by the name that somebody signs in with, in lower case and NFKC: this is what would be spread over machines by its hash. */
@Entity('credential')
export class Credential {
  @PrimaryColumn('text', { name: 'username_key' })
  usernameKey!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;
}

/** Which patient an account is. */
@Entity('patient_account')
export class PatientAccount {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('uuid', { name: 'patient_id' })
  patientId!: string;
}

/** "Anna" and "ANNA " are one account. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}
