import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { Doctor } from './doctor.entity';
import { DoctorChangeNotAllowed } from './doctor.errors';
import { Doctors, changeDoctorAsRead } from './doctors';
import type { HumanName } from '../patients/human-name';

/** What is missing stays; null takes away. */
export interface DoctorChanges {
  readonly names?: readonly HumanName[] | undefined;
  readonly sex?: Doctor['sex'] | undefined;
  readonly specialty?: string | null | undefined;
  readonly licence?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

@Injectable()
export class ChangeDoctor {
  constructor(private readonly doctors: Doctors) {}

  /**
   * An admin changes what the papers say, doctors themselves their phone only.
   * @param readVersion the version that the caller has read
   * @throws DoctorChanged, DoctorChangeNotAllowed, DoctorUnknown, SignInEnded
   */
  async execute(acting: Acting, doctorId: string, readVersion: number, { names, ...rest }: DoctorChanges): Promise<void> {
    const changes = { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)), ...(names === undefined ? {} : { names: [...names] }) };
    await this.doctors.write(acting, doctorId, async (transaction, way) => {
      const beyond = Object.keys(changes).filter((field) => acting.role !== 'admin' && (way !== 'own' || field !== 'phone'));
      if (beyond.length > 0) throw new DoctorChangeNotAllowed(beyond);
      await changeDoctorAsRead(transaction, doctorId, readVersion, changes);
    });
  }
}
