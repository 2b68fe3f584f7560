import { DomainError, type FieldProblem } from '@anamnesis/errors';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { v7 } from 'uuid';
import { AssignResearchers } from './assign-researchers';
import { ChangeStudy } from './change-study';
import { CloseStudy } from './close-study';
import { CreateStudy } from './create-study';
import { ListStudies } from './list-studies';
import { OpenStudy } from './open-study';
import { ReadStudy } from './read-study';
import { StudiesModule } from './research.module';
import { DesignRefused, ResearchersRefused, StudyChanged, StudyNotAllowed, StudyNotDraft, StudyNotOpen, StudyUnknown } from './study.errors';
import type { StudyDesign } from './study-design';
import { aDesign } from './testing/a-study';
import { type ResearchProcesses, researchProcesses } from './testing/research-processes';

jest.setTimeout(60_000);

let processes: ResearchProcesses;
let service: INestApplicationContext;
let clinic: Clinic;
let admin: Acting;

beforeAll(async () => {
  processes = await researchProcesses();
  service = await processes.start('anamnesis_user_service', StudiesModule);
});
afterAll(() => processes.stop());
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
  admin = await clinic.account('admin');
});
afterEach(() => clinic.close());

const create = (design: Partial<StudyDesign> = {}, acting = admin) => service.get(CreateStudy).execute(acting, { title: 'Blood pressure', purpose: 'To learn', design: { ...aDesign, ...design } });
const read = async (studyId: string, acting = admin) => (await service.get(ReadStudy).execute(acting, studyId)).study;
const open = (studyId: string, version = 1, acting = admin) => service.get(OpenStudy).execute(acting, studyId, version);
const close = (studyId: string, version = 2, acting = admin) => service.get(CloseStudy).execute(acting, studyId, version);
const assign = (studyId: string, accountIds: readonly string[], acting = admin) => service.get(AssignResearchers).execute(acting, studyId, accountIds);
const faultsOf = async (work: Promise<unknown>): Promise<readonly FieldProblem[]> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof DomainError)) throw new Error('It was not refused');
  return error.fields;
};

describe('a study', () => {
  it('begins as a draft of the organisation of the admin who makes it, and is changed by whoever has read it', async () => {
    const studyId = await create({ k: 2 });
    expect(await read(studyId)).toMatchObject({ status: 'draft', title: 'Blood pressure', design: { k: 2 }, participants: '0', researchers: [], version: 1, opened_at: null });
    expect(await clinic.sql('SELECT organisation_id FROM study WHERE id = $1', [studyId])).toEqual([{ organisation_id: clinic.organisationId }]);
    await service.get(ChangeStudy).execute(admin, studyId, 1, { title: 'Weight', design: { ...aDesign, k: 12 } });
    expect(await read(studyId)).toMatchObject({ title: 'Weight', purpose: 'To learn', design: { k: 12 }, version: 2 });
    await expect(service.get(ChangeStudy).execute(admin, studyId, 1, { title: 'Pulse' })).rejects.toThrow(StudyChanged);
    expect(await clinic.sql(`SELECT action FROM audit.entry WHERE thing = 'ResearchStudy' AND thing_id = $1 ORDER BY at`, [studyId])).toEqual([{ action: 'create' }, { action: 'update' }]);
  });

  it('is not opened with faults: all are told at once, and it is a draft as before', async () => {
    const studyId = await create({ k: 4, datePrecision: 'day', schedule: { cron: '0 0 31 2 *', zone: 'Mars' }, classes: [['sex']], consent: { version: 1, texts: {} } });
    await expect(open(studyId)).rejects.toThrow(DesignRefused);
    expect((await faultsOf(open(studyId))).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/design/k too-small', '/design/schedule/zone zone', '/design/schedule/cron never-fires', '/design/datePrecision finer-than-cadence', '/design/classes/0 not-all', '/design/consent/texts empty',
    ]);
    expect(await read(studyId)).toMatchObject({ status: 'draft', version: 1 });
  });

  it('is opened once, as it was read; what may leave is fixed from then on, with the measures of that day', async () => {
    const studyId = await create();
    await expect(open(studyId, 7)).rejects.toThrow(StudyChanged);
    const outcomes = await Promise.allSettled([open(studyId), open(studyId)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await read(studyId)).toMatchObject({ status: 'open', version: 2, opened_at: expect.any(Date) as Date });
    const [{ profile } = { profile: { k: 0, measures: [] } }] = await clinic.sql<{ profile: { k: number; measures: object[] } }>('SELECT profile FROM study WHERE id = $1', [studyId]);
    expect(profile.k).toBe(aDesign.k);
    expect(profile.measures).toContainEqual(expect.objectContaining({ code: '8867-4', unit: '/min' }));
    await expect(open(studyId, 2)).rejects.toThrow(StudyNotDraft);
    await expect(service.get(ChangeStudy).execute(admin, studyId, 2, { design: { ...aDesign, k: 20 } })).rejects.toThrow(StudyNotDraft);
  });

  it('is closed once, after it was open', async () => {
    const studyId = await create();
    await expect(close(studyId, 1)).rejects.toThrow(StudyNotOpen);
    await open(studyId);
    await close(studyId);
    expect(await read(studyId)).toMatchObject({ status: 'closed', closed_at: expect.any(Date) as Date, version: 3 });
    await expect(close(studyId, 3)).rejects.toThrow(StudyNotOpen);
    await expect(open(studyId, 3)).rejects.toThrow(StudyNotDraft);
  });
});

describe('whoever may not', () => {
  it('is told that there is no such study, of one that is there as of one that is not, and it is noted', async () => {
    const studyId = await create();
    const others = [await clinic.account('researcher'), clinic.patient, clinic.doctor, await clinic.account('desk'), await clinic.account('nurse')];
    for (const acting of others) {
      await expect(read(studyId, acting)).rejects.toThrow(StudyUnknown);
      await expect(read(v7(), acting)).rejects.toThrow(StudyUnknown);
      await expect(open(studyId, 1, acting)).rejects.toThrow(StudyUnknown);
    }
    expect(await clinic.sql(`SELECT DISTINCT actor_id FROM audit.entry WHERE action = 'refused' AND thing = 'ResearchStudy' AND thing_id = $1`, [studyId])).toHaveLength(others.length);
  });

  it('is an admin of another organisation too, and whoever may only look', async () => {
    const studyId = await create();
    const organisationId = v7();
    await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
    const stranger = await clinic.account('admin');
    await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [stranger.accountId, organisationId]);
    for (const work of [read(studyId, stranger), open(studyId, 1, stranger), assign(studyId, [], stranger)]) await expect(work).rejects.toThrow(StudyUnknown);
    await expect(open(studyId, 1, await clinic.account('auditor'))).rejects.toThrow(StudyNotAllowed);
    await expect(create({}, await clinic.account('auditor'))).rejects.toThrow(StudyNotAllowed);
    await expect(create({}, clinic.patient)).rejects.toThrow(StudyNotAllowed);
  });

  it('is signed out where the account is disabled', async () => {
    const studyId = await create();
    await clinic.sql(`UPDATE account SET status = 'disabled' WHERE id = $1`, [admin.accountId]);
    await expect(read(studyId)).rejects.toThrow(SignInEnded);
    await expect(open(studyId)).rejects.toThrow(SignInEnded);
  });
});

describe('the researchers of a study', () => {
  it('are the whole list that was said last', async () => {
    const studyId = await create();
    const [one, two] = [await clinic.account('researcher'), await clinic.account('researcher')];
    await assign(studyId, [one.accountId, two.accountId, two.accountId]);
    expect((await read(studyId)).researchers).toEqual([one.accountId, two.accountId].sort());
    expect((await read(studyId, one)).researchers).toBeNull();
    await assign(studyId, [two.accountId]);
    expect((await read(studyId)).researchers).toEqual([two.accountId]);
    await expect(read(studyId, one)).rejects.toThrow(StudyUnknown);
    await assign(studyId, []);
    expect((await read(studyId)).researchers).toEqual([]);
  });

  it('hold the role, and nobody assigns themselves: all who can not be are told at once, and nothing is changed', async () => {
    const studyId = await create();
    const [researcher, disabled] = [await clinic.account('researcher'), await clinic.account('researcher')];
    await clinic.sql(`UPDATE account SET status = 'disabled' WHERE id = $1`, [disabled.accountId]);
    await clinic.insert('account_role', { account_id: admin.accountId, id: v7(), role: 'researcher', organisation_id: clinic.organisationId });
    await assign(studyId, [researcher.accountId]);
    const accountIds = [researcher.accountId, clinic.doctor.accountId, v7(), disabled.accountId, admin.accountId];
    await expect(assign(studyId, accountIds)).rejects.toThrow(ResearchersRefused);
    expect((await faultsOf(assign(studyId, accountIds))).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(['/accountIds/1 no-researcher', '/accountIds/2 no-researcher', '/accountIds/3 no-researcher', '/accountIds/4 oneself']);
    expect((await read(studyId)).researchers).toEqual([researcher.accountId]);
  });
});

it('lists page by page, newest first, and no study of others', async () => {
  const ids = [await create(), await create(), await create()].reverse();
  const list = async (limit: number, before?: string, acting = admin) => (await service.get(ListStudies).execute(acting, { limit, before })).rows.map(({ id }) => id);
  expect(await list(2)).toEqual(ids);
  expect(await list(2, ids[1])).toEqual([ids[2]]);
  const patients = async () => (await list(200, undefined, clinic.patient)).filter((id) => ids.includes(id));
  expect(await patients()).toEqual([]);
  await open(ids[1] ?? '');
  expect(await patients()).toEqual([ids[1]]);
});
