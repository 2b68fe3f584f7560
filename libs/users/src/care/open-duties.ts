import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { SignInEnded } from '../charts/chart.errors';
import { DoctorUnknown } from './cover.errors';

export interface Duties {
  /** 'own', or that of an admin of the doctor's organisation; 'look' changes nothing. */
  readonly duty_right: 'own' | 'manage' | 'look';
  readonly organisation_id: string;
}

/** Opens a doctor's duties in a transaction. @throws DoctorUnknown, SignInEnded */
export async function openDuties(transaction: EntityManager, acting: Acting, doctorId: string): Promise<Duties> {
  const [opened] = await transaction.query<(Duties & { outcome: string })[]>('SELECT outcome, duty_right, organisation_id FROM app.open_duties($1::jsonb, $2::uuid)', [JSON.stringify(acting), doctorId]);
  if (opened?.outcome === 'not-signed-in') throw new SignInEnded();
  if (opened?.outcome !== 'open') throw new DoctorUnknown();
  return opened;
}

/** To change them. @throws DoctorUnknown, SignInEnded */
export async function openDutiesToChange(transaction: EntityManager, acting: Acting, doctorId: string): Promise<Duties> {
  const duties = await openDuties(transaction, acting, doctorId);
  if (duties.duty_right === 'look') throw new DoctorUnknown();
  return duties;
}
