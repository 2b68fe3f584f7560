import { v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown, SignInEnded } from '../charts/chart.errors';
import { type DuplicatesKey, ListDuplicates } from './list-duplicates';
import { TellPatientsApart } from './tell-patients-apart';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';

let users: UsersOnDatabase;
let clinic: Clinic;
let desk: Acting;
let duplicates: ListDuplicates;
let subject: string;

const person = { names: [{ text: 'Katharina Brandner' }], birth_date: '1970-03-04', sex: 'female', phone: '+49 30 12345678', email: 'k.brandner@example.org' };
const other = async (values: object) => clinic.anotherPatient(values as Record<string, unknown>);

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  desk = await clinic.account('desk');
  duplicates = new ListDuplicates(users.database, users.accessLog);
  subject = await clinic.anotherPatient(person);
});

afterAll(() => users.stop());

const of = async (patientId = subject, acting = desk) => (await duplicates.ofPatient(acting, patientId)).map(({ other_id, agrees }) => [other_id, agrees] as const);

describe('possible duplicates', () => {
  it.each<[string, object, string[] | undefined]>([
    ['the same name and birth date', { names: [{ text: 'Brandner, Katharina' }], birth_date: '1970-03-04' }, ['names', 'birthDate']],
    ['a typing error, and all else the same', { names: [{ text: 'Katarina Brandner' }], birth_date: '1970-03-04', sex: 'female' }, ['names-alike', 'birthDate', 'sex']],
    ['day and month that changed places', { names: [{ text: 'Katharina Brandner' }], birth_date: '1970-04-03', sex: 'female' }, ['names', 'birthDate-alike', 'sex']],
    ['another name, and the same birth date and phone, however it is written', { names: [{ text: 'Katharina Winter' }], birth_date: '1970-03-04', phone: '030/123 456 78' }, ['birthDate', 'phone']],
    ['the same name and e-mail', { names: [{ text: 'Katharina Brandner' }], email: 'K.Brandner@example.org' }, ['names', 'email']],
    ['the same name alone', { names: [{ text: 'Katharina Brandner' }] }, undefined],
    ['the same birth date alone', { names: [{ text: 'Otto Lang' }], birth_date: '1970-03-04' }, undefined],
    ['a twin: the family name, the birth date, another given name and sex', { names: [{ text: 'Konrad Brandner' }], birth_date: '1970-03-04', sex: 'male' }, undefined],
    ['the same name, born in another year', { names: [{ text: 'Katharina Brandner' }], birth_date: '1995-11-28', sex: 'female' }, undefined],
  ])('%s', async (_, values, expected) => {
    const id = await other(values);
    expect((await of()).find(([found]) => found === id)?.[1]).toEqual(expected);
    await clinic.sql('DELETE FROM patient WHERE id = $1', [id]);
  });

  it('lists the likeliest first, and none who was merged', async () => {
    const [alike, same, merged] = [await other({ names: [{ text: 'Katarina Brandner' }], birth_date: '1970-03-04' }), await other(person), await other({ ...person, replaced_by: subject })];
    const found = (await of()).map(([id]) => id);
    expect([found.indexOf(same) < found.indexOf(alike), found.includes(merged)]).toEqual([true, false]);
  });

  it('remembers what somebody said of two: they are not offered again, from either side', async () => {
    const id = await other(person);
    const tellApart = new TellPatientsApart(users.database);
    await tellApart.execute(desk, id, subject);
    await tellApart.execute(desk, subject, id);
    expect((await of()).map(([found]) => found)).not.toContain(id);
    expect((await of(id)).map(([found]) => found)).not.toContain(subject);
    for (const unknown of [v7(), id]) await expect(tellApart.execute(desk, id, unknown)).rejects.toThrow(PatientUnknown);
    await expect(tellApart.execute(await clinic.account('admin'), id, subject)).rejects.toThrow(SignInEnded);
  });

  it('of an organisation come page by page, none longer than asked for, each pair once', async () => {
    const made: string[] = [];
    // Of one record more pairs than there are on a page.
    const many = { names: [{ text: 'Manifold Quintuple' }], birth_date: '1959-01-01', sex: 'male' };
    const five: string[] = [];
    while (five.length < 5) five.push(await other(many));
    made.push(...five.flatMap((one, place) => five.slice(place + 1).map((another) => [one, another].toSorted().join())));
    for (let number = 0; number < 6; number += 1) {
      const twice = { names: [{ text: `Pair${'abcdef'[number] ?? ''} Doubleton` }], birth_date: `196${String(number)}-01-01`, sex: 'male' };
      const one = await other(twice);
      made.push([one, await other(twice)].toSorted().join());
    }
    const seen: string[] = [];
    let before: DuplicatesKey | undefined;
    do {
      const { pairs, next } = await duplicates.ofOrganisation(desk, 2, before);
      expect(pairs.length).toBeLessThanOrEqual(2);
      seen.push(...pairs.map(({ id, other_id }) => [id, other_id].toSorted().join()));
      before = next;
    } while (before !== undefined);
    expect(made.filter((pair) => !seen.includes(pair))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('are for desk and admins, of their organisation, with an entry for each who is shown', async () => {
    const organisationId = v7();
    await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
    const theirs = await clinic.anotherPatient({ ...person, organisation_id: organisationId });
    expect((await of()).map(([id]) => id)).not.toContain(theirs);
    for (const unknown of [theirs, v7()]) await expect(of(unknown)).rejects.toThrow(PatientUnknown);
    for (const acting of [clinic.doctor, clinic.patient, await clinic.account('auditor')]) await expect(of(subject, acting)).rejects.toThrow(SignInEnded);
    const admin = await clinic.account('admin');
    const [first] = await of(subject, admin);
    expect(await clinic.sql("SELECT FROM audit.entry WHERE actor_id = $1 AND patient_id = $2 AND action = 'search'", [admin.accountId, first?.[0]])).toHaveLength(1);
  });
});
