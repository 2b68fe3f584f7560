import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { IsNull, MoreThan } from 'typeorm';
import { DoctorAbsence } from './doctor-absence.entity';
import { DoctorUnknown } from './doctor.errors';
import { Doctors } from './doctors';

const most = 200;

@Injectable()
export class ListAbsences {
  constructor(private readonly doctors: Doctors) {}

  /** Those that are not over at `from` and were not taken back, the next first. Why a doctor is away is nothing for patients. @throws DoctorUnknown, SignInEnded */
  async execute(acting: Acting, doctorId: string, from: Date): Promise<DoctorAbsence[]> {
    return this.doctors.read(acting, doctorId, async (transaction, way) => {
      if (way === 'patient') throw new DoctorUnknown();
      return transaction.find(DoctorAbsence, { where: { doctorId, endsAt: MoreThan(from), cancelledAt: IsNull() }, order: { startsAt: 'ASC', id: 'ASC' }, take: most });
    });
  }
}
