import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Announce } from './announce';
import { CoverChanged, CoverNotLonger, CoverUnknown } from './cover.errors';
import { type CoverRow, coverSelect } from './list-covers';
import { openDutiesToChange } from './open-duties';
import { accountsOfDoctors } from './whom-to-tell';

@Injectable()
export class ShortenCover {
  constructor(
    private readonly database: Database,
    private readonly announce: Announce,
  ) {}

  /**
   * Ends a cover, now unless told, by the doctor who is covered or an admin.
   * @param readVersion the version that the caller has read
   * @throws CoverUnknown, CoverChanged, CoverNotLonger, DoctorUnknown, SignInEnded
   */
  execute(acting: Acting, doctorId: string, coverId: string, readVersion: number, endsAt?: Date): Promise<CoverRow> {
    return this.database.inTransaction(async (transaction) => {
      await openDutiesToChange(transaction, acting, doctorId);
      const read = async () => (await transaction.query<(CoverRow & { longer: boolean })[]>(
        `SELECT c.*, COALESCE($3::timestamptz, now()) > c.ends_at AS longer FROM (${coverSelect}) c WHERE c.doctor_id = $1::uuid AND c.id = $2::uuid`, [doctorId, coverId, endsAt ?? null]))[0];
      const found = await read();
      if (!found) throw new CoverUnknown();
      if (found.version !== readVersion) throw new CoverChanged();
      if (found.longer) throw new CoverNotLonger();
      const [, changed] = await transaction.query<[unknown[], number]>(
        'UPDATE cover SET ends_at = GREATEST(starts_at, COALESCE($4::timestamptz, now())), version = version + 1 WHERE doctor_id = $1::uuid AND id = $2::uuid AND version = $3',
        [doctorId, coverId, readVersion, endsAt ?? null],
      );
      const shortened = await read();
      if (changed !== 1 || !shortened) throw new CoverChanged();
      const to = (await accountsOfDoctors(transaction, [doctorId, shortened.covered_by])).filter((accountId) => accountId !== acting.accountId);
      await this.announce.execute(transaction, { kind: 'cover-changed', to, about: { coverId, doctorId, coveredBy: shortened.covered_by, until: shortened.ends_at.toISOString(), byRole: acting.role } });
      return shortened;
    });
  }
}
