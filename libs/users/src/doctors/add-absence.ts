import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { type AbsenceKind, DoctorAbsence } from './doctor-absence.entity';
import { AbsenceEndsFirst } from './doctor.errors';
import { Doctors } from './doctors';

export interface NewAbsence {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: AbsenceKind;
}

@Injectable()
export class AddAbsence {
  constructor(private readonly doctors: Doctors) {}

  /** @throws AbsenceEndsFirst, DoctorChangeNotAllowed, DoctorUnknown, SignInEnded */
  async execute(acting: Acting, doctorId: string, absence: NewAbsence): Promise<DoctorAbsence> {
    const id = v7();
    return this.doctors.write(acting, doctorId, async (transaction) => {
      if (absence.endsAt <= absence.startsAt) throw new AbsenceEndsFirst();
      await transaction.insert(DoctorAbsence, { doctorId, id, ...absence });
      return transaction.findOneByOrFail(DoctorAbsence, { doctorId, id });
    });
  }
}
