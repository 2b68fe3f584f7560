import { createHash } from 'node:crypto';
import type { Acting } from '@anamnesis/sign-in';
import { PatientReplaced, PatientUnknown } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { v7 } from 'uuid';
import { GiveConsent } from './give-consent';
import { ConsentLanguageUnknown, ConsentNotAllowed, ConsentTextDiffers, ParticipationUnknown } from './participation.errors';
import { ReadParticipation } from './read-participation';
import { StudiesModule } from './research.module';
import { StudyUnknown } from './study.errors';
import { insertStudy } from './testing/insert-study';
import { type ResearchProcesses, researchProcesses } from './testing/research-processes';
import { WithdrawConsent } from './withdraw-consent';

jest.setTimeout(60_000);

const texts = { en: 'I agree that my record is used for this study.', de: 'Ich stimme zu.' };
let processes: ResearchProcesses;
let service: INestApplicationContext;
let clinic: Clinic;
let desk: Acting;
let studyId: string;

beforeAll(async () => {
  processes = await researchProcesses();
  service = await processes.start('anamnesis_user_service', StudiesModule);
});
afterAll(() => processes.stop());
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl, { address: { country: 'DE', region: 'BE', city: 'Berlin' } });
  desk = await clinic.account('desk');
  studyId = await insertStudy(clinic, { design: { consent: { version: 3, texts } } });
});
afterEach(() => clinic.close());

const give = (acting = clinic.patient, { textVersion = 3, language = 'en', patientId = clinic.patientId, study = studyId } = {}) => service.get(GiveConsent).execute(acting, patientId, study, { textVersion, language });
const withdraw = (acting = clinic.patient, patientId = clinic.patientId) => service.get(WithdrawConsent).execute(acting, patientId, studyId);
const read = (acting = clinic.patient, patientId = clinic.patientId) => service.get(ReadParticipation).execute(acting, patientId, studyId);
const rows = () => clinic.sql<{ patient_id: string; status: string; age_band: string; sex: string; region: string; consented_at: Date; withdrawn_at: Date | null; version: number }>('SELECT patient_id, status, age_band, sex, region, consented_at, withdrawn_at, version FROM participation WHERE study_id = $1 ORDER BY patient_id', [studyId]);

describe('consent', () => {
  it('keeps which text was agreed to, in which language, by whom, and the class of the person on that day', async () => {
    const participation = await give(clinic.patient, { language: 'de' });
    expect(participation).toMatchObject({ status: 'consented', consent: { version: 3, sha256: createHash('sha256').update('Ich stimme zu.').digest('hex'), language: 'de', givenBy: 'self' }, withdrawn_at: null });
    expect(await rows()).toEqual([expect.objectContaining({ patient_id: clinic.patientId, status: 'consented', age_band: '60-69', sex: 'female', region: 'DE-BE' })]);
    await clinic.sql(`UPDATE patient SET birth_date = '1990-01-01', address = '{}' WHERE id = $1`, [clinic.patientId]);
    expect(await rows()).toEqual([expect.objectContaining({ age_band: '60-69', region: 'DE-BE' })]);
  });

  it('has its entry in the audit store, with the patient', async () => {
    await give();
    await withdraw();
    expect(await clinic.sql(`SELECT action, actor_id FROM audit.entry WHERE thing = 'ResearchSubject' AND patient_id = $1 AND thing_id = $2 ORDER BY at`, [clinic.patientId, studyId])).toEqual([
      { action: 'create', actor_id: clinic.patient.accountId }, { action: 'update', actor_id: clinic.patient.accountId },
    ]);
  });

  it('is one, however often it is given, also at the same moment', async () => {
    const [first] = await Promise.all([give(), give(), give(clinic.patient, { language: 'de' })]);
    expect(await give()).toMatchObject({ consented_at: first.consented_at });
    expect(await rows()).toEqual([expect.objectContaining({ version: 1 })]);
  });

  it('is to the version that the study asks for, and in a language that its text is there in', async () => {
    await expect(give(clinic.patient, { textVersion: 2 })).rejects.toThrow(new ConsentTextDiffers(3));
    await expect(give(clinic.patient, { textVersion: 4 })).rejects.toThrow('The study asks for consent to version 3 of its text');
    await expect(give(clinic.patient, { language: 'fr' })).rejects.toThrow(ConsentLanguageUnknown);
    await expect(give(clinic.patient, { language: 'constructor' })).rejects.toThrow(ConsentLanguageUnknown);
    expect(await rows()).toEqual([]);
  });

  it('is given to a study that is open, and to no other', async () => {
    for (const study of [await insertStudy(clinic, { status: 'draft' }), await insertStudy(clinic, { status: 'closed' }), v7()]) {
      await expect(give(clinic.patient, { study, textVersion: 1 })).rejects.toThrow(StudyUnknown);
    }
  });

  it('is said to be a representative’s where one gives it, and on paper where the desk writes it down', async () => {
    const representative = await clinic.account('patient');
    await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: representative.accountId, kind: 'guardian', scope: 'full', starts_at: '2020-01-01', evidence: 'letter' });
    expect((await give(representative)).consent.givenBy).toBe('representative');
    await withdraw();
    expect((await give(desk)).consent.givenBy).toBe('paper');
  });

  it('is given by nobody else', async () => {
    const appointments = await clinic.account('patient');
    await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: appointments.accountId, kind: 'proxy', scope: 'appointments', starts_at: '2020-01-01', evidence: 'letter' });
    for (const acting of [clinic.doctor, await clinic.account('admin'), appointments]) {
      await expect(give(acting)).rejects.toThrow(ConsentNotAllowed);
      await expect(withdraw(acting)).rejects.toThrow(ParticipationUnknown);
    }
    for (const acting of [clinic.stranger, await clinic.account('nurse'), await clinic.account('researcher')]) await expect(give(acting)).rejects.toThrow(PatientUnknown);
    await expect(give(clinic.patient, { patientId: await clinic.anotherPatient() })).rejects.toThrow(PatientUnknown);
    expect(await rows()).toEqual([]);
  });

  it('of a doctor who only looks changes nothing where there is one already', async () => {
    await give();
    await expect(give(clinic.doctor)).rejects.toThrow(ConsentNotAllowed);
    expect(await rows()).toEqual([expect.objectContaining({ version: 1 })]);
  });
});

describe('withdrawing', () => {
  it('ends it at once, can be said twice, and a later consent is a new one of a new class', async () => {
    const { consented_at: first } = await give();
    await withdraw();
    await withdraw();
    expect(await rows()).toEqual([expect.objectContaining({ status: 'withdrawn', withdrawn_at: expect.any(Date) as Date, version: 2 })]);
    await clinic.sql(`UPDATE patient SET birth_date = '1990-01-01' WHERE id = $1`, [clinic.patientId]);
    const again = await give(clinic.patient, { language: 'de' });
    expect(again).toMatchObject({ status: 'consented', withdrawn_at: null, consent: { language: 'de' } });
    expect(again.consented_at.getTime()).toBeGreaterThan(first.getTime());
    expect(await rows()).toEqual([expect.objectContaining({ age_band: '30-39', version: 3 })]);
  });

  it('is possible after the study was closed, and not where nobody has consented', async () => {
    await expect(withdraw()).rejects.toThrow(ParticipationUnknown);
    await give();
    await clinic.sql(`UPDATE study SET status = 'closed', closed_at = now() WHERE id = $1`, [studyId]);
    await withdraw();
    expect(await rows()).toEqual([expect.objectContaining({ status: 'withdrawn' })]);
  });

  it('is for the desk to write down where consent was on paper, and nowhere else; the patient takes back both', async () => {
    await give();
    await expect(withdraw(desk)).rejects.toThrow(ParticipationUnknown);
    await withdraw();
    await give(desk);
    await withdraw(desk);
    await give(desk);
    await withdraw();
    expect(await rows()).toEqual([expect.objectContaining({ status: 'withdrawn' })]);
  });
});

describe('reading it', () => {
  it('is for the patient and a doctor in care, and leaves an entry', async () => {
    await give();
    for (const acting of [clinic.patient, clinic.doctor]) expect(await read(acting)).toMatchObject({ study_id: studyId, status: 'consented' });
    expect(await clinic.sql(`SELECT actor_id FROM audit.entry WHERE action = 'read' AND thing = 'ResearchSubject' AND patient_id = $1 AND thing_id = $2 ORDER BY at`, [clinic.patientId, studyId])).toEqual([{ actor_id: clinic.patient.accountId }, { actor_id: clinic.doctor.accountId }]);
    await expect(read(await clinic.account('admin'))).rejects.toThrow(ParticipationUnknown);
    await expect(read(clinic.stranger)).rejects.toThrow(PatientUnknown);
  });

  it('of one who never consented tells that there is none', async () => {
    await expect(read()).rejects.toThrow(ParticipationUnknown);
  });
});

it('several records of one person consent and withdraw together', async () => {
  const before = await clinic.anotherPatient({ replaced_by: clinic.patientId });
  await expect(give(clinic.patient, { patientId: before })).rejects.toThrow(PatientReplaced);
  await give();
  expect((await rows()).map(({ patient_id, status, age_band }) => [patient_id, status, age_band])).toEqual([clinic.patientId, before].sort().map((patientId) => [patientId, 'consented', '60-69']));
  await withdraw();
  expect((await rows()).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
});
