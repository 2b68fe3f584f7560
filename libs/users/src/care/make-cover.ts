import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Announce } from './announce';
import { CareForSelf, DoctorNotThere } from './care.errors';
import { LocationNotThere } from './cover.errors';
import { type CoverRow, coverSelect } from './list-covers';
import { openDutiesToChange } from './open-duties';
import { accountsOfDoctors } from './whom-to-tell';

export interface NewCover {
  readonly coveredBy: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Only for patients whom the doctor sees there. */
  readonly locationId?: string | undefined;
  readonly reason?: string | undefined;
}

@Injectable()
export class MakeCover {
  constructor(
    private readonly database: Database,
    private readonly announce: Announce,
  ) {}

  /**
   * Another doctor of the organisation sees the patients whom this doctor has in care themself, for a time: by the doctor, or an admin, never one who would cover.
   * @throws DoctorUnknown, DoctorNotThere, CareForSelf, LocationNotThere, SignInEnded
   */
  execute(acting: Acting, doctorId: string, cover: NewCover): Promise<CoverRow> {
    return this.database.inTransaction(async (transaction) => {
      const { organisation_id: organisationId } = await openDutiesToChange(transaction, acting, doctorId);
      await check(transaction, acting, doctorId, organisationId, cover);
      const id = v7();
      const { coveredBy, startsAt, endsAt, locationId, reason } = cover;
      await transaction.query('INSERT INTO cover (doctor_id, id, covered_by, starts_at, ends_at, location_id, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)', [doctorId, id, coveredBy, startsAt, endsAt, locationId ?? null, reason ?? null]);
      const to = (await accountsOfDoctors(transaction, [doctorId, coveredBy])).filter((accountId) => accountId !== acting.accountId);
      await this.announce.execute(transaction, { kind: 'cover-made', to, about: { coverId: id, doctorId, coveredBy, until: endsAt.toISOString(), byRole: acting.role } });
      const [made] = await transaction.query<CoverRow[]>(`${coverSelect} WHERE v.doctor_id = $1::uuid AND v.id = $2::uuid`, [doctorId, id]);
      if (!made) throw new Error('The cover was inserted and did not come back');
      return made;
    });
  }
}

async function check(transaction: EntityManager, acting: Acting, doctorId: string, organisationId: string, { coveredBy, locationId }: NewCover): Promise<void> {
  const [found] = await transaction.query<{ account_id: string | null; there: boolean; place: boolean }[]>(
    `SELECT d.account_id, d.id IS NOT NULL AS there, $4::uuid IS NULL OR EXISTS (SELECT FROM location l WHERE l.id = $4 AND l.organisation_id = $2::uuid) AS place
       FROM (SELECT) AS nothing LEFT JOIN doctor d ON d.id = $1::uuid AND d.organisation_id = $2::uuid AND d.status = 'active' AND d.id <> $3::uuid`,
    [coveredBy, organisationId, doctorId, locationId ?? null],
  );
  if (!found?.there) throw new DoctorNotThere('/coveredBy');
  if (found.account_id === acting.accountId) throw new CareForSelf();
  if (!found.place) throw new LocationNotThere();
}
