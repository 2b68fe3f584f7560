import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Doctor } from './doctor.entity';
import { type WayToDoctor, Doctors } from './doctors';

export interface DoctorRead {
  readonly doctor: Doctor;
  readonly way: WayToDoctor;
}

@Injectable()
export class ReadDoctor {
  constructor(private readonly doctors: Doctors) {}

  /** @throws DoctorUnknown, SignInEnded */
  async execute(acting: Acting, doctorId: string): Promise<DoctorRead> {
    return this.doctors.read(acting, doctorId, async (transaction, way) => ({ doctor: await transaction.findOneByOrFail(Doctor, { id: doctorId }), way }));
  }
}
