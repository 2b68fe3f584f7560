import { setImmediate } from 'node:timers/promises';
import { inSystemContext } from '@anamnesis/database';
import type { ClientBase } from 'pg';
import type { Clinic } from './clinic';
import { patientIdOf, patientIdsOf } from './ids';
import { loadRows } from './load-rows';
import { makePatient } from './patient';
import { makeTeam, teamOf } from './team';

/** Enough that a statement's own cost is small beside that of its rows, few enough that memory stays small. Divides a team. */
export const patientsAtOnce = 500;
const patientsAtAStretch = 20;

export type MadePatient = ReturnType<typeof makePatient>;

/**
 * Patients from one ordinal to before another, all or none of them. Who is there already is left as they are, so that a run that was killed is
 * gone on with, and two at once make each patient once.
 * @returns those that were not there
 */
export async function makePatients(client: ClientBase, clinic: Clinic, from: number, to: number, job: string): Promise<readonly MadePatient[]> {
  return inSystemContext(client, job, async () => {
    // Also waits for the transaction of a run that was killed and is still ending.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`demonstration ${String(clinic.seed)} patients ${String(Math.floor(from / patientsAtOnce))}`]);
    const absent = await absentOrdinals(client, clinic, from, to);
    const team = makeTeam(clinic, teamOf(from));
    const made: MadePatient[] = [];
    for (const [place, ordinal] of absent.entries()) {
      // Lets the other connection send its next statement in between.
      if (place % patientsAtAStretch === 0) await setImmediate();
      made.push(makePatient(clinic, ordinal, team));
    }
    if (made.length > 0) await loadRows(client, made);
    return made;
  });
}

async function absentOrdinals(client: ClientBase, { seed }: Clinic, from: number, to: number): Promise<number[]> {
  const ordinals = new Map<string, number>();
  for (let ordinal = from; ordinal < to; ordinal += 1) ordinals.set(patientIdOf(patientIdsOf(seed, ordinal), ordinal), ordinal);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM patient WHERE id = ANY ($1)', [[...ordinals.keys()]]);
  for (const { id } of rows) ordinals.delete(id);
  return [...ordinals.values()];
}
