import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { CareForSelf, DoctorNotThere } from './care.errors';
import { SignInEnded } from '../charts/chart.errors';
import { DoctorUnknown } from './cover.errors';

export interface OpenedHandOver {
  /** The moment at which everything changes hands. */
  readonly at: Date;
  /** Those who are the doctor's now, among the ones that were asked for. */
  readonly patientIds: readonly string[];
}

/** @param asked the patients, or undefined for all. @throws DoctorUnknown, DoctorNotThere, CareForSelf, SignInEnded */
export async function openHandOver(transaction: EntityManager, acting: Acting, from: string, to: string, asked?: readonly string[]): Promise<OpenedHandOver> {
  const [opened] = await transaction.query<{ outcome: string; at: Date; patient_ids: string[] | null }[]>(
    'SELECT outcome, at, patient_ids FROM app.open_hand_over($1::jsonb, $2::uuid, $3::uuid, $4::uuid[])', [JSON.stringify(acting), from, to, asked ?? null]);
  switch (opened?.outcome) {
    case 'open':
      return { at: opened.at, patientIds: opened.patient_ids ?? [] };
    case 'not-signed-in':
      throw new SignInEnded();
    case 'no-doctor':
      throw new DoctorNotThere('/to');
    case 'own':
      throw new CareForSelf();
    default:
      throw new DoctorUnknown();
  }
}
