import { PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { aVisit } from './testing/a-visit';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';
import { VisitAlreadyCompleted, VisitChanged, VisitUnknown } from './visit.errors';

jest.setTimeout(60_000);

let visits: VisitsOnDatabase;
let clinic: Clinic;
let visitId: string;

beforeAll(async () => {
  visits = await visitsOnDatabase();
});
afterAll(() => visits.stop());
beforeEach(async () => {
  clinic = await aClinic(visits.ownerUrl);
  visitId = (await visits.recordVisit.execute(clinic.doctor, clinic.patientId, aVisit())).id;
});
afterEach(() => clinic.close());

const complete = (readVersion = 1, acting = clinic.doctor, id = visitId) => visits.completeVisit.execute(acting, clinic.patientId, id, readVersion);
const seenBy = (acting = clinic.patient) => visits.readVisit.execute(acting, clinic.patientId, visitId);

describe('completing a visit', () => {
  it('shows the visit and all that came with it to the patient, who did not see the draft', async () => {
    await expect(seenBy()).rejects.toThrow(VisitUnknown);
    expect(await visits.listVisits.execute(clinic.patient, clinic.patientId, { limit: 10 })).toEqual([]);
    expect(await visits.listMeasures.execute(clinic.patient, clinic.patientId, { limit: 10 })).toEqual([]);
    const completed = await complete();
    expect(completed).toMatchObject({ status: 'completed', version: 2 });
    expect(await seenBy()).toMatchObject(completed);
    expect(completed.measures).toHaveLength(6);
    expect(completed.diagnoses).toHaveLength(1);
    expect(completed.treatments).toHaveLength(1);
  });

  it('has an audit entry for each row that it changes, in the same transaction', async () => {
    await complete();
    const entries = await clinic.sql<{ thing: string; fields: string[]; count: number; transactions: number }>(
      `SELECT thing, fields, count(*)::int AS count, (SELECT count(DISTINCT written_xid)::int FROM audit.entry WHERE patient_id = $1 AND action = 'update') AS transactions
         FROM audit.entry WHERE patient_id = $1 AND action = 'update' GROUP BY thing, fields ORDER BY thing`,
      [clinic.patientId],
    );
    expect(entries).toEqual([
      { thing: 'Condition', fields: ['patient_visible_from', 'version'], count: 1, transactions: 1 },
      { thing: 'Encounter', fields: ['completed_at', 'patient_visible_from', 'status', 'version'], count: 1, transactions: 1 },
      { thing: 'Observation', fields: ['patient_visible_from', 'version'], count: 6, transactions: 1 },
      { thing: 'Treatment', fields: ['patient_visible_from', 'version'], count: 1, transactions: 1 },
    ]);
  });

  it('releases nothing of another visit', async () => {
    const other = await visits.recordVisit.execute(clinic.doctor, clinic.patientId, aVisit());
    await complete();
    const seen = await visits.listMeasures.execute(clinic.patient, clinic.patientId, { limit: 50 });
    expect(seen).toHaveLength(6);
    expect(seen.some(({ visit_id }) => visit_id === other.id)).toBe(false);
  });

  it('is refused to one who read an older version, and changes nothing then', async () => {
    await expect(complete(0)).rejects.toThrow(VisitChanged);
    expect(await seenBy(clinic.doctor)).toMatchObject({ status: 'open', version: 1 });
  });

  it('is done once: a second time says so', async () => {
    await complete();
    await expect(complete(2)).rejects.toThrow(VisitAlreadyCompleted);
  });

  it('lets one through of several who do it at the same moment', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => complete()));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    expect(refused).toHaveLength(5);
    for (const error of refused) expect([VisitChanged, VisitAlreadyCompleted]).toContain(error.constructor);
    expect(await seenBy(clinic.doctor)).toMatchObject({ version: 2, status: 'completed' });
    expect(await clinic.sql("SELECT FROM audit.entry WHERE thing_id = $1 AND action = 'update'", [visitId])).toHaveLength(1);
  });

  it('is refused to strangers and, past every guard, to the patient', async () => {
    await expect(complete(1, clinic.stranger)).rejects.toThrow(PatientUnknown);
    await expect(complete(1, clinic.patient)).rejects.toThrow(VisitUnknown);
    await clinic.sql('UPDATE visit SET patient_visible_from = now() WHERE id = $1', [visitId]);
    await expect(complete(1, clinic.patient)).rejects.toThrow(VisitChanged);
    expect(await seenBy(clinic.doctor)).toMatchObject({ status: 'open' });
  });

  it('knows no visit that is not there', async () => {
    await expect(complete(1, clinic.doctor, v7())).rejects.toThrow(VisitUnknown);
  });
});
