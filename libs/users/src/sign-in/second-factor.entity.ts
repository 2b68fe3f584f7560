import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The authenticator of an account. */
@Entity('second_factor')
export class SecondFactor {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  /** Encrypted: see SecretBox of @anamnesis/sign-in. */
  @Column('bytea')
  secret!: Buffer;

  @Column('timestamptz', { name: 'enrolled_at', default: () => 'now()' })
  enrolledAt!: Date;

  /** Null until a code of it was given. */
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;
}

/** Opens the account once, where the authenticator is not at hand. */
@Entity('recovery_code')
export class RecoveryCode {
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea', { name: 'code_hash' })
  codeHash!: Buffer;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}
