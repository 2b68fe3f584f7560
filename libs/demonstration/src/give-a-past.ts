import { inSystemContext } from '@anamnesis/database';
import type { FirstClinic } from '@anamnesis/users';
import type { ClientBase } from 'pg';
import type { Clinic } from './clinic';
import { Course } from './course';
import { dayOf, workdayFrom } from './days';
import { patientIdsOf, randomOf } from './ids';
import { loadRows } from './load-rows';
import type { Person } from './person';
import { ChartRecord, type RecordTable } from './record';
import type { Rows } from './targets';
import { makeTeam } from './team';

/** Nobody's: patients are counted from 0. */
const ordinal = 0xffffffff;

/**
 * The demonstration patient is made with her account, and gets some years here: seldom ill, her pressure a little high and
 * never treated, so that what is tried out with her comes as something new.
 */
export async function giveAPast(client: ClientBase, clinic: Clinic, { patientId }: FirstClinic, job: string): Promise<readonly Rows<RecordTable>[]> {
  return inSystemContext(client, job, async () => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`demonstration ${String(clinic.seed)} past`]);
    const { rows } = await client.query<{ born: string; started: boolean }>(
      'SELECT p.birth_date::text AS born, EXISTS (SELECT FROM visit v WHERE v.patient_id = p.id) AS started FROM patient p WHERE p.id = $1',
      [patientId],
    );
    const [present] = rows;
    if (!present || present.started) return [];
    const made = pastOf(clinic, patientId, present.born);
    await loadRows(client, [made]);
    return [made];
  });
}

function pastOf(clinic: Clinic, patientId: string, born: string): Rows<RecordTable> {
  const [doctor] = makeTeam(clinic, 0);
  if (!doctor) throw new Error('A team has a doctor');
  const days = [1150, 730, 410, 65].map((ago) => workdayFrom(clinic.today - ago));
  const person: Person = {
    ordinal, id: patientId, location: 0, zone: clinic.locations[0].place.zone, sex: 'female', born: dayOf(born), birthPrecision: 'day', died: null, registered: days[0] ?? clinic.today, language: 'en',
  };
  const record = new ChartRecord(clinic, person, patientIdsOf(clinic.seed, ordinal));
  const plan = { visits: days.map((day) => ({ day, control: false })), illnesses: [] };
  new Course(randomOf('course', clinic.seed, ordinal), { clinic, person, plan, doctorAt: () => doctor }, record).write();
  return record.rows;
}
