import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { FileStore } from '@anamnesis/storage';
import { Client } from 'pg';
import { v7 } from 'uuid';
import type { RunExtraction } from '../extraction/run-extraction';
import { freezeProfile, profileMeasuresSelect } from '../freeze-profile';
import type { ProfileMeasure, StudyDesign } from '../study-design';
import { type ExtractionPlace, openRunExtraction } from './open-run-extraction';

export const aDesign: StudyDesign = {
  k: 5,
  cadence: 'month',
  datePrecision: 'month',
  schedule: { cron: '0 3 1 * *', zone: 'Europe/Berlin' },
  classes: [['sex'], []],
  waitMonths: 6,
  consent: { version: 1, texts: { en: 'I agree that my data is used for this study.' } },
};

type Values = Readonly<Record<string, unknown>>;

export interface Traits {
  readonly ageBand?: string;
  readonly sex?: string;
  readonly region?: string;
}

export interface StudyUnderTest {
  readonly place: TestDatabase;
  readonly owner: Client;
  readonly studyId: string;
  /** For a process of its own. */
  readonly extractionPlace: ExtractionPlace;
  readonly files: FileStore;
  readonly runExtraction: RunExtraction;
  insert(table: string, values: Values): Promise<void>;
  /** A patient without anything. */
  aPatient(): Promise<string>;
  consent(patientId: string, traits?: Traits, consentedAt?: Date): Promise<void>;
  /** One who takes part. */
  aParticipant(traits?: Traits, consentedAt?: Date): Promise<string>;
  withdraw(patientId: string): Promise<void>;
  /** A completed visit with a blood pressure and a heart rate. @returns the ids */
  aVisit(patientId: string, changes?: Values, startedAt?: string): Promise<{ visitId: string; measureIds: string[] }>;
  aMeasure(patientId: string, changes?: Values): Promise<string>;
  /** Asks for a run and does it, in the month given; each call its own row. */
  run(month: string): Promise<Awaited<ReturnType<RunExtraction['execute']>>>;
  /** Asks for a run. @returns its number */
  ask(): Promise<number>;
  stop(): Promise<void>;
}

/** A study on a database of its own, made as the owner of the tables; runs go through the roles that the product uses. */
export async function aStudy(design: Partial<StudyDesign> = {}): Promise<StudyUnderTest> {
  const place = await testDatabase();
  const owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  const folder = await mkdtemp(join(tmpdir(), 'study-'));
  const extractionPlace = { extractionUrl: place.urlFor('anamnesis_extraction'), workerUrl: place.urlFor('anamnesis_report_worker'), folder };
  const { files, runExtraction, close } = await openRunExtraction(extractionPlace);

  const insert = async (table: string, values: Values): Promise<void> => {
    const columns = Object.keys(values);
    const given = Object.values(values).map((value) => (typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value));
    await owner.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${String(at + 1)}`).join(', ')})`, given);
  };

  const [organisationId, studyId, adminId] = [v7(), v7(), v7()];
  await insert('organisation', { id: organisationId, name: 'Lindenhof Family Practice' });
  await insert('account', { id: adminId, username: adminId });
  const { rows: measures } = await owner.query<ProfileMeasure>(profileMeasuresSelect);
  const asked = { ...aDesign, ...design };
  await insert('study', { id: studyId, organisation_id: organisationId, title: 'Blood pressure', purpose: 'To learn', status: 'open', design: asked, profile: freezeProfile(asked, measures), opened_at: '2025-01-01' });

  const aPatient = async (): Promise<string> => {
    const id = v7();
    await insert('patient', { id, organisation_id: organisationId, mrn: id, names: [{ text: 'Johanna Weiß' }], birth_date: '1961-05-07' });
    return id;
  };
  const consent: StudyUnderTest['consent'] = (patientId, { ageBand = '60-69', sex = 'female', region = 'DE-BE' } = {}, consentedAt = new Date('2026-01-05')) =>
    insert('participation', {
      patient_id: patientId, study_id: studyId, consent: { version: 1, sha256: 'a', language: 'en', givenBy: 'self' }, age_band: ageBand, sex, region, consented_at: consentedAt,
    });
  const aMeasure = async (patientId: string, changes: Values = {}): Promise<string> => {
    const id = v7();
    await insert('measure', { patient_id: patientId, id, code: '8867-4', quantity: 71, unit: '/min', entered_value: '71', taken_at: '2026-01-12T09:00:00Z', patient_visible_from: '2026-01-12', ...changes });
    return id;
  };
  const ask = async (): Promise<number> => {
    const { rows } = await owner.query<{ number: number }>('INSERT INTO extraction (study_id, number, requested_by) SELECT $1, COALESCE(max(number), 0) + 1, $2 FROM extraction WHERE study_id = $1 RETURNING number', [studyId, adminId]);
    return rows[0]?.number ?? 0;
  };

  return {
    place, owner, studyId, extractionPlace, files, runExtraction, insert, aPatient, consent, aMeasure, ask,
    async aParticipant(traits, consentedAt) {
      const patientId = await aPatient();
      await consent(patientId, traits, consentedAt);
      return patientId;
    },
    async withdraw(patientId) {
      await owner.query(`UPDATE participation SET status = 'withdrawn', withdrawn_at = now() WHERE patient_id = $1`, [patientId]);
    },
    async aVisit(patientId, changes = {}, startedAt = '2026-01-12T09:00:00Z') {
      const [visitId, panelId] = [v7(), v7()];
      await insert('visit', { patient_id: patientId, id: visitId, started_at: startedAt, ended_at: startedAt, status: 'completed', completed_at: startedAt, ...changes });
      const of = { visit_id: visitId, taken_at: startedAt };
      const panel = { ...of, panel_id: panelId, panel_code: '85354-9', unit: 'mm[Hg]' };
      const measureIds = [
        await aMeasure(patientId, { ...panel, code: '8480-6', quantity: 152, entered_value: '152' }),
        await aMeasure(patientId, { ...panel, code: '8462-4', quantity: 94, entered_value: '94' }),
        await aMeasure(patientId, of),
      ];
      return { visitId, measureIds };
    },
    async run(month) {
      return runExtraction.execute({ studyId, number: await ask() }, new Date(`${month}-15T12:00:00Z`));
    },
    async stop() {
      await close();
      await owner.end();
      await place.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
