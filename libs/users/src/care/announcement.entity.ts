import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That something was done which concerns somebody: ids and kinds, nothing medical, nobody's name. */
@Entity('announcement')
export class Announcement {
  /** Whom it is told. */
  @PrimaryColumn('uuid', { name: 'account_id' })
  accountId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: AnnouncementKind;

  @Column('jsonb', { default: {} })
  about!: AnnouncedThings;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;
}

export type AnnouncementKind =
  | 'care-relation-made'
  | 'care-relation-ended'
  | 'care-handed-over'
  | 'cover-made'
  | 'cover-changed'
  | 'emergency-access'
  | 'restriction-made'
  | 'restriction-lifted'
  | 'record-tied'
  | 'records-merged'
  | 'merge-undone'
  | 'representation-made'
  | 'representation-ended';

/** Ids, kinds and moments by name; `patientId` where it is about a patient. */
export type AnnouncedThings = Readonly<Record<string, string | number | boolean>>;
