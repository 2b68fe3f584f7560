import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { HoursOverlap, LocationElsewhere } from './doctor.errors';
import { Doctors, changeDoctorAsRead } from './doctors';
import { type WorkingHours, overlapping } from './working-hours';

const locationsOfDoctor = 'SELECT l.id FROM location l JOIN doctor d ON d.organisation_id = l.organisation_id WHERE d.id = $1';
/** What is over stays: it says when appointments of the past were possible. */
const removeHours = 'DELETE FROM working_hours WHERE doctor_id = $1 AND (valid_to IS NULL OR valid_to >= current_date - 1)';
const addHours = `INSERT INTO working_hours (doctor_id, id, location_id, weekday, opens, closes, valid_from, valid_to)
  SELECT $1, h.id, h."locationId", h.weekday, h.opens, h.closes, h."validFrom", h."validTo"
    FROM jsonb_to_recordset($2::jsonb) AS h (id uuid, "locationId" uuid, weekday smallint, opens time, closes time, "validFrom" date, "validTo" date)`;

@Injectable()
export class ReplaceWorkingHours {
  constructor(private readonly doctors: Doctors) {}

  /**
   * The whole list of what holds now or will.
   * @param readVersion the doctor's version that the caller has read
   * @throws HoursOverlap, LocationElsewhere, DoctorChanged, DoctorChangeNotAllowed, DoctorUnknown, SignInEnded
   */
  async execute(acting: Acting, doctorId: string, readVersion: number, hours: readonly WorkingHours[]): Promise<void> {
    const together = overlapping(hours);
    await this.doctors.write(acting, doctorId, async (transaction) => {
      if (together.length > 0) throw new HoursOverlap(together);
      const known = new Set((await transaction.query<{ id: string }[]>(locationsOfDoctor, [doctorId])).map(({ id }) => id));
      const elsewhere = hours.flatMap(({ locationId }, place) => (known.has(locationId.toLowerCase()) ? [] : [place]));
      if (elsewhere.length > 0) throw new LocationElsewhere(elsewhere);
      await changeDoctorAsRead(transaction, doctorId, readVersion, {});
      await transaction.query(removeHours, [doctorId]);
      if (hours.length > 0) await transaction.query(addHours, [doctorId, JSON.stringify(hours.map((one) => ({ id: v7(), ...one })))]);
    });
  }
}
