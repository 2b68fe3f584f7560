import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { SignInEnded } from '../charts/chart.errors';
import { Doctor } from './doctor.entity';
import { DoctorChangeNotAllowed, DoctorChanged, DoctorUnknown } from './doctor.errors';

/** How the caller comes to a doctor: it is them; desk or admin of the organisation; other staff of it; a patient of it. */
export type WayToDoctor = 'own' | 'organisation' | 'colleague' | 'patient';

/** The way to what is a doctor's: opening tells by which right, and in whose name changes are audited. */
@Injectable()
export class Doctors {
  constructor(private readonly database: Database) {}

  /** @throws DoctorUnknown, SignInEnded */
  async read<T>(acting: Acting, doctorId: string, work: (transaction: EntityManager, way: WayToDoctor) => Promise<T>): Promise<T> {
    return this.database.inTransaction(async (transaction) => work(transaction, await open(transaction, acting, doctorId)));
  }

  /** The doctor's own, and desk and admin of the organisation. @throws DoctorUnknown, DoctorChangeNotAllowed, SignInEnded */
  async write<T>(acting: Acting, doctorId: string, work: (transaction: EntityManager, way: WayToDoctor) => Promise<T>): Promise<T> {
    return this.read(acting, doctorId, async (transaction, way) => {
      if (way !== 'own' && way !== 'organisation') throw new DoctorChangeNotAllowed();
      return work(transaction, way);
    });
  }
}

async function open(transaction: EntityManager, acting: Acting, doctorId: string): Promise<WayToDoctor> {
  const [opened] = await transaction.query<{ outcome: WayToDoctor | 'unknown' | 'not-signed-in' }[]>('SELECT outcome FROM app.open_doctor($1::jsonb, $2::uuid)', [JSON.stringify(acting), doctorId]);
  if (opened === undefined || opened.outcome === 'not-signed-in') throw new SignInEnded();
  if (opened.outcome === 'unknown') throw new DoctorUnknown();
  return opened.outcome;
}

/** One change of the doctor as the caller has read them; what is theirs (hours) shares their version. @throws DoctorChanged */
export async function changeDoctorAsRead(transaction: EntityManager, doctorId: string, readVersion: number, changes: Partial<Pick<Doctor, 'names' | 'sex' | 'specialty' | 'licence' | 'phone'>>): Promise<void> {
  const { affected } = await transaction.update(Doctor, { id: doctorId, version: readVersion }, { ...changes, version: readVersion + 1 });
  if (affected !== 1) throw new DoctorChanged();
}
