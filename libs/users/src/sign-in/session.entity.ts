import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the client keeps its refresh token: given in the answer's body, or in a cookie that scripts can not read. */
export type Carrier = 'body' | 'cookie';

/** One sign-in on one device, and the family of refresh tokens that goes on from it. */
@Entity('session')
export class Session {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('text')
  role!: string;

  @Column('text')
  device!: string;

  @Column('timestamptz', { name: 'started_at', default: () => 'now()' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_because', nullable: true })
  revokedBecause!: string | null;

  @Column('text', { default: 'body' })
  carrier!: Carrier;
}

/** Kept as a hash: who reads this table can not sign in with it. */
@Entity('refresh_token')
export class RefreshToken {
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('timestamptz', { name: 'issued_at', default: () => 'now()' })
  issuedAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;

  @Column('bytea', { name: 'successor_hash', nullable: true })
  successorHash!: Buffer | null;
}
