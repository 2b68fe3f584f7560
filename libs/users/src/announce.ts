import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { type AnnouncedThings, Announcement, type AnnouncementKind } from './announcement.entity';

export interface Announced {
  readonly kind: AnnouncementKind;
  /** The patient that it is about, if it is about one. */
  readonly patientId?: string | undefined;
  /** The accounts that are told. */
  readonly to: readonly string[];
  readonly about?: AnnouncedThings;
}

/** Tells accounts of what was done, in the transaction that does it. Mail that says "there is something to read" is sent from here. */
@Injectable()
export class Announce {
  /** Many at once are one statement. */
  async execute(transaction: EntityManager, ...announced: readonly Announced[]): Promise<void> {
    const rows = announced.flatMap(({ kind, patientId, to, about }) =>
      [...new Set(to)].map((accountId) => ({ accountId, id: v7(), kind, about: { ...about, ...(patientId === undefined ? {} : { patientId }) } })));
    if (rows.length > 0) await transaction.createQueryBuilder().insert().into(Announcement).updateEntity(false).values(rows).execute();
  }
}
