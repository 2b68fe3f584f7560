import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { type AnnouncedThings, Announcement, type AnnouncementKind } from './announcement.entity';
import { leaveMail } from './mail/leave-mail';

export interface Announced {
  readonly kind: AnnouncementKind;
  /** The patient that it is about, if it is about one. */
  readonly patientId?: string | undefined;
  /** The accounts that are told. */
  readonly to: readonly string[];
  readonly about?: AnnouncedThings;
}

/** Tells accounts of what was done, in the transaction that does it, and by a mail that says no more than that there is something to read. */
@Injectable()
export class Announce {
  /** Many at once are one statement. */
  async execute(transaction: EntityManager, ...announced: readonly Announced[]): Promise<void> {
    const rows = announced.flatMap(({ kind, patientId, to, about }) =>
      [...new Set(to)].map((accountId) => ({ accountId, id: v7(), kind, about: { ...about, ...(patientId === undefined ? {} : { patientId }) } })));
    if (rows.length === 0) return;
    await transaction.createQueryBuilder().insert().into(Announcement).updateEntity(false).values(rows).execute();
    // One mail to each, however much there is to read.
    await leaveMail(transaction, 'announcement', [...new Map(rows.map((row) => [row.accountId, row])).values()]);
  }
}
