import { inSystemContext } from '@anamnesis/database';
import type { ClientBase } from 'pg';
import type { Clinic } from './clinic';
import { loadRows } from './load-rows';
import { teamRows } from './patient';
import { makeTeam, teamOf } from './team';
import type { Tally } from './tally';

const teamsAtOnce = 50;

/** The doctors of so many patients and their hours, before any patient: a relation names them. */
export async function makeTeams(client: ClientBase, clinic: Clinic, patients: number, job: string, tally: Tally, signal: AbortSignal): Promise<void> {
  const teams = Array.from({ length: teamOf(patients - 1) + 1 }, (_, team) => team);
  for (let from = 0; from < teams.length && !signal.aborted; from += teamsAtOnce) {
    const some = teams.slice(from, from + teamsAtOnce);
    const rows = await inSystemContext(client, job, async () => {
      await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`demonstration ${String(clinic.seed)} teams`]);
      // A team is known by one of its doctors: not by the first, who may have been there before.
      const marks = new Map(some.map((team) => [makeTeam(clinic, team)[1]?.id ?? '', team]));
      const { rows: present } = await client.query<{ id: string }>('SELECT id FROM doctor WHERE id = ANY ($1)', [[...marks.keys()]]);
      for (const { id } of present) marks.delete(id);
      const made = [...marks.values()].map((team) => teamRows(clinic, team));
      await loadRows(client, made);
      return made;
    });
    tally.add(rows);
  }
}
