import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type AbsenceKind, DoctorAbsence } from './doctor-absence.entity';
import { AbsenceCancelled, AbsenceEndsFirst, AbsenceUnknown, DoctorChanged } from './doctor.errors';
import { Doctors } from './doctors';

export interface AbsenceChanges {
  readonly startsAt?: Date | undefined;
  readonly endsAt?: Date | undefined;
  readonly kind?: AbsenceKind | undefined;
  /** Takes it back. */
  readonly cancelled?: true | undefined;
}

@Injectable()
export class ChangeAbsence {
  constructor(private readonly doctors: Doctors) {}

  /**
   * @param readVersion the version that the caller has read
   * @throws AbsenceUnknown, AbsenceCancelled, AbsenceEndsFirst, DoctorChanged, DoctorChangeNotAllowed, DoctorUnknown, SignInEnded
   */
  async execute(acting: Acting, doctorId: string, id: string, readVersion: number, { startsAt, endsAt, kind, cancelled }: AbsenceChanges): Promise<DoctorAbsence> {
    return this.doctors.write(acting, doctorId, async (transaction) => {
      const absence = await transaction.findOneBy(DoctorAbsence, { doctorId, id });
      if (!absence) throw new AbsenceUnknown();
      if (absence.version !== readVersion) throw new DoctorChanged();
      if (absence.cancelledAt) throw new AbsenceCancelled();
      const changed = { startsAt: startsAt ?? absence.startsAt, endsAt: endsAt ?? absence.endsAt, kind: kind ?? absence.kind, cancelledAt: cancelled ? new Date() : null };
      if (changed.endsAt <= changed.startsAt) throw new AbsenceEndsFirst();
      const { affected } = await transaction.update(DoctorAbsence, { doctorId, id, version: readVersion }, { ...changed, version: readVersion + 1 });
      if (affected !== 1) throw new DoctorChanged();
      return transaction.findOneByOrFail(DoctorAbsence, { doctorId, id });
    });
  }
}
