import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Doctor } from './doctor.entity';
import { Doctors } from './doctors';
import type { WorkingHours } from './working-hours';

export interface HoursRead {
  readonly hours: readonly WorkingHours[];
  /** The doctor's. */
  readonly version: number;
}

const readHours = `SELECT location_id AS "locationId", weekday, to_char(opens, 'HH24:MI') AS opens, to_char(closes, 'HH24:MI') AS closes, valid_from::text AS "validFrom", valid_to::text AS "validTo"
  FROM working_hours WHERE doctor_id = $1 AND (valid_to IS NULL OR valid_to >= current_date - 1) ORDER BY weekday, opens, valid_from, id`;

@Injectable()
export class ReadWorkingHours {
  constructor(private readonly doctors: Doctors) {}

  /** Those that hold now or will. @throws DoctorUnknown, SignInEnded */
  async execute(acting: Acting, doctorId: string): Promise<HoursRead> {
    return this.doctors.read(acting, doctorId, async (transaction) => {
      const { version } = await transaction.findOneByOrFail(Doctor, { id: doctorId });
      const rows = await transaction.query<(Omit<WorkingHours, 'validTo'> & { validTo: string | null })[]>(readHours, [doctorId]);
      return { version, hours: rows.map(({ validTo, ...row }) => ({ ...row, ...(validTo === null ? {} : { validTo }) })) };
    });
  }
}
