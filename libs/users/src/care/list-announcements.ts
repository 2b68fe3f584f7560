import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { AnnouncedThings } from './announcement.entity';
import { openOwnAccount } from '../charts/own-context';

export interface AnnouncementRow {
  readonly id: string;
  readonly kind: string;
  readonly about: AnnouncedThings;
  readonly at: Date;
  readonly seen_at: Date | null;
}

@Injectable()
export class ListAnnouncements {
  constructor(private readonly database: Database) {}

  /** The caller's own, newest first; one more than the limit where there are more. @throws SignInEnded */
  execute(acting: Acting, { limit, before, unseen }: { limit: number; before?: string | undefined; unseen: boolean }): Promise<AnnouncementRow[]> {
    return this.database.inTransaction(async (transaction) => {
      await openOwnAccount(transaction, acting);
      // Ids are made in the order of time, and the key is in their order.
      return transaction.query<AnnouncementRow[]>(
        `SELECT id, kind, about, at, seen_at FROM announcement
          WHERE account_id = $1::uuid AND ($3::uuid IS NULL OR id < $3) AND NOT ($4 AND seen_at IS NOT NULL) ORDER BY id DESC LIMIT $2`,
        [acting.accountId, limit + 1, before ?? null, unseen],
      );
    });
  }
}
