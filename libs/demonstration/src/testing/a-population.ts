import type { Cell } from '@anamnesis/database';
import { clinicOf, type Clinic } from '../clinic';
import { dayOf } from '../days';
import { makePatient } from '../patient';
import { makeTeam, patientsOfTeam, teamOf, type Doctor } from '../team';

export const aDay = '2026-11-25';
export const aClinic = (seed = 7, today = aDay): Clinic => clinicOf(seed, dayOf(today));

export type APatient = ReturnType<typeof makePatient>;

/** Patients as they are made, without a database. */
export function aPopulation(size: number, clinic: Clinic = aClinic(), from = 0): APatient[] {
  let team: readonly Doctor[] = [];
  return Array.from({ length: size }, (_, place) => {
    const ordinal = from + place;
    if (place === 0 || ordinal % patientsOfTeam === 0) team = makeTeam(clinic, teamOf(ordinal));
    return makePatient(clinic, ordinal, team);
  });
}

/** A cell that should hold text. */
export function textOf(cell: Cell): string {
  if (typeof cell !== 'string') throw new Error(`Text was expected, not ${JSON.stringify(cell)}`);
  return cell;
}
