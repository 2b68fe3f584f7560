import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { DataSource } from 'typeorm';
import { Announce } from './announce';
import { AnnouncementUnknown } from './announcement.errors';
import { SignInEnded } from './chart.errors';
import { Charts } from './charts';
import { usersEntities } from './entities';
import { JudgeReview } from './judge-review';
import { ListAnnouncements } from './list-announcements';
import { ListReviews } from './list-reviews';
import { OpenReview } from './open-review';
import { ReviewChanged, ReviewDone, ReviewOfOwnAct, ReviewUnknown } from './review.errors';
import { SeeAnnouncement } from './see-announcement';
import { type Clinic, aClinic } from './testing';
import { v7 } from 'uuid';

let place: TestDatabase;
let clinic: Clinic;
let database: Database;
let charts: Charts;
let auditor: Acting;
let listReviews: ListReviews;
let judgeReview: JudgeReview;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  database = new Database(await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_user_service'), installExtensions: false, entities: usersEntities }).initialize());
  const accessLog = new AccessLog(database);
  charts = new Charts(database, accessLog);
  listReviews = new ListReviews(database, accessLog);
  judgeReview = new JudgeReview(database);
  auditor = await clinic.account('auditor');
});

afterAll(async () => {
  await database.dataSource.destroy();
  await clinic.close();
  await place.drop();
});

const announce = new Announce();
const openReview = new OpenReview();

describe('an announcement', () => {
  const told = (to: readonly string[]) => charts.write(clinic.doctor, clinic.patientId, (transaction) => announce.execute(transaction, { kind: 'care-relation-made', patientId: clinic.patientId, to, about: { doctorId: clinic.doctor.accountId } }));
  const list = (acting: Acting, unseen = false) => new ListAnnouncements(database).execute(acting, { limit: 10, unseen });

  it('is read by whom it is for and by nobody else, and is seen once', async () => {
    await told([clinic.patient.accountId, clinic.patient.accountId]);
    const [mine, ...more] = await list(clinic.patient);
    expect(more).toEqual([]);
    expect(mine).toMatchObject({ kind: 'care-relation-made', about: { patientId: clinic.patientId, doctorId: clinic.doctor.accountId }, seen_at: null });
    expect(await list(clinic.doctor)).toEqual([]);
    const see = new SeeAnnouncement(database);
    await expect(see.execute(clinic.stranger, mine!.id)).rejects.toThrow(AnnouncementUnknown);
    const first = await see.execute(clinic.patient, mine!.id);
    expect(first.seen_at).not.toBeNull();
    expect((await see.execute(clinic.patient, mine!.id)).seen_at).toEqual(first.seen_at);
    expect(await list(clinic.patient, true)).toEqual([]);
  });

  it('is mailed once to each who has an address, and says nothing', async () => {
    const reader = await clinic.account('patient');
    await clinic.sql("UPDATE account SET email = 'reader@example.org', language = 'de' WHERE id = $1", [reader.accountId]);
    await charts.write(clinic.doctor, clinic.patientId, (transaction) => announce.execute(transaction, ...(['care-relation-made', 'care-relation-ended'] as const).map((kind) => ({ kind, patientId: clinic.patientId, to: [reader.accountId, clinic.stranger.accountId] }))));
    expect(await list(reader)).toHaveLength(2);
    expect(await clinic.sql("SELECT kind, language, address, fill FROM outgoing_mail WHERE status = 'queued'")).toEqual([{ kind: 'announcement', language: 'de', address: 'reader@example.org', fill: {} }]);
  });

  it('is nothing to an account that is disabled, nor to a role that it does not hold', async () => {
    await expect(list({ ...clinic.patient, role: 'doctor' })).rejects.toThrow(SignInEnded);
  });
});

describe('the review list', () => {
  const opened = async (madeBy = clinic.doctor): Promise<string> => {
    const thingId = v7();
    await charts.write(madeBy, clinic.patientId, (transaction) => openReview.execute(transaction, { kind: 'tie', patientId: clinic.patientId, thingId, madeBy: madeBy.accountId, reason: 'came with a passport' }));
    const [row] = await clinic.sql<{ id: string }>('SELECT id FROM review WHERE thing_id = $1', [thingId]);
    return row!.id;
  };
  const verdict = { verdict: 'justified' as const, note: 'As it should be' };

  it('holds what was done until it is judged, within 72 hours', async () => {
    const id = await opened();
    const found = (await listReviews.execute(auditor, { status: 'open', limit: 10 })).find((row) => row.id === id);
    expect(found).toMatchObject({ kind: 'tie', made_by: clinic.doctor.accountId, reason: 'came with a passport', verdict: null });
    expect(found!.due_at.getTime() - found!.at.getTime()).toBe(72 * 3_600_000);
    expect((await listReviews.execute(auditor, { status: 'overdue', limit: 10 })).map((row) => row.id)).not.toContain(id);
    await clinic.sql("UPDATE review SET due_at = now() - interval '1 minute' WHERE id = $1", [id]);
    expect((await listReviews.execute(auditor, { status: 'overdue', limit: 10 })).map((row) => row.id)).toContain(id);
    expect(await judgeReview.execute(auditor, { id }, 1, verdict)).toMatchObject({ ...verdict, reviewed_by: auditor.accountId, version: 2 });
    expect((await listReviews.execute(auditor, { status: 'open', limit: 10 })).map((row) => row.id)).not.toContain(id);
    expect((await listReviews.execute(auditor, { status: 'done', limit: 10 })).map((row) => row.id)).toContain(id);
  });

  it('is judged once, by the version that was read', async () => {
    const id = await opened();
    await expect(judgeReview.execute(auditor, { id }, 2, verdict)).rejects.toThrow(ReviewChanged);
    const both = await Promise.allSettled([1, 2].map(() => judgeReview.execute(auditor, { id }, 1, verdict)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(judgeReview.execute(auditor, { id }, 2, verdict)).rejects.toThrow(ReviewDone);
  });

  it('is judged by no auditor who did it themself', async () => {
    await clinic.insert('account_role', { account_id: clinic.doctor.accountId, id: v7(), role: 'auditor', organisation_id: clinic.organisationId });
    const id = await opened();
    await expect(judgeReview.execute({ ...clinic.doctor, role: 'auditor' }, { id }, 1, verdict)).rejects.toThrow(ReviewOfOwnAct);
  });

  it('is nobody else\'s, and takes nothing in another\'s name', async () => {
    const id = await opened();
    await expect(listReviews.execute(clinic.doctor, { status: 'open', limit: 10 })).rejects.toThrow(SignInEnded);
    await expect(judgeReview.execute(clinic.patient, { id }, 1, verdict)).rejects.toThrow(SignInEnded);
    await expect(judgeReview.execute(auditor, { id: v7() }, 1, verdict)).rejects.toThrow(ReviewUnknown);
    const forged = charts.write(clinic.doctor, clinic.patientId, (transaction) => openReview.execute(transaction, { kind: 'tie', patientId: clinic.patientId, thingId: v7(), madeBy: clinic.stranger.accountId }));
    await expect(forged).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});
