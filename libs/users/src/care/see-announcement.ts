import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { AnnouncementUnknown } from './announcement.errors';
import type { AnnouncementRow } from './list-announcements';
import { openOwnAccount } from '../charts/own-context';

@Injectable()
export class SeeAnnouncement {
  constructor(private readonly database: Database) {}

  /** Notes that it was seen, the first time. @throws AnnouncementUnknown, SignInEnded */
  execute(acting: Acting, id: string): Promise<AnnouncementRow> {
    return this.database.inTransaction(async (transaction) => {
      await openOwnAccount(transaction, acting);
      const [rows] = await transaction.query<[AnnouncementRow[], number]>(
        'UPDATE announcement SET seen_at = COALESCE(seen_at, now()) WHERE account_id = $1::uuid AND id = $2::uuid RETURNING id, kind, about, at, seen_at', [acting.accountId, id]);
      const [seen] = rows;
      if (!seen) throw new AnnouncementUnknown();
      return seen;
    });
  }
}
