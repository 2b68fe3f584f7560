import { NIL, v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import { ListOwnPatients } from './list-own-patients';
import { type PatientsSearch, type SearchPlace, SearchPatients } from './search-patients';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';

let users: UsersOnDatabase;
let clinic: Clinic;
let desk: Acting;
let searchPatients: SearchPatients;

const people: Readonly<Record<string, object>> = {
  josé: { names: [{ text: 'José Peña Íñiguez' }], birth_date: '1970-05-05' },
  groß: { names: [{ text: 'Jürgen Groß' }] },
  søren: { names: [{ text: 'Søren Ærøskøbing' }] },
  łukasz: { names: [{ text: 'Łukasz Żółć' }] },
  liMing: { names: [{ text: '李明', script: 'Hans' }, { use: 'usual', text: 'Li Ming' }] },
  иванов: { names: [{ text: 'Иванов Пётр' }] },
  محمد: { names: [{ text: 'مُحَمَّد أحمد' }] },
  oConnor: { names: [{ text: 'Sinéad O’Connor', family: 'O’Connor', given: ['Sinéad'] }] },
  annaLena: { names: [{ text: 'Anna-Lena Müller-Lüdenscheid' }] },
  deLuca: { names: [{ text: 'Chiara De Luca' }] },
  mononym: { names: [{ text: 'Sukarno' }] },
  twinOne: { names: [{ text: 'Paula Zwilling' }], birth_date: '2001-02-03' },
  twinTwo: { names: [{ text: 'Petra Zwilling' }], birth_date: '2001-02-03' },
  maiden: { names: [{ use: 'official', text: 'Hanna Schuster' }, { use: 'maiden', text: 'Hanna Brettschneider' }, { use: 'nickname', text: 'Hanni' }] },
  wide: { names: [{ text: 'Ｔａｋｅｓｈｉ Yamada' }] },
  numbered: { names: [{ text: 'Nora Numbered' }], mrn: 'M-7QK2ZZ01', birth_date: '1950-03-01', birth_date_precision: 'month' },
};
const ids = new Map<string, string>();

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  desk = await clinic.account('desk');
  searchPatients = new SearchPatients(users.database, users.accessLog);
  for (const [name, values] of Object.entries(people)) ids.set(name, await clinic.anotherPatient({ mrn: `N-${name}`, ...values }));
});

afterAll(() => users.stop());

async function pageOf(fields: Partial<PatientsSearch>, acting = desk) {
  return searchPatients.execute(acting, { limit: 50, ...fields });
}

/** Those found, by the names that they have here. */
async function found(search: string, acting = desk): Promise<string[]> {
  const { patients } = await pageOf({ search }, acting);
  return patients.map(({ id }) => [...ids].find(([, known]) => known === id)?.[0] ?? id);
}

describe('a search for a name', () => {
  it.each([
    ['jose pena', 'josé'], ['JOSÉ', 'josé'], ['iniguez peña josé', 'josé'], ['Peña J', 'josé'],
    ['gross', 'groß'], ['Groß', 'groß'], ['GROSS JURGEN', 'groß'],
    ['soren', 'søren'], ['aeroskobing', 'søren'], ['lukasz zolc', 'łukasz'],
    ['李明', 'liMing'], ['李', 'liMing'], ['明', 'liMing'], ['李 明', 'liMing'], ['ming li', 'liMing'],
    ['Иванов', 'иванов'], ['петр иванов', 'иванов'], ['ИВАН', 'иванов'],
    ['محمد', 'محمد'], ['احمد', 'محمد'],
    ["O'Connor", 'oConnor'], ['O’Connor', 'oConnor'], ['O`Connor', 'oConnor'], ['Oʼconnor', 'oConnor'], ['OConnor', 'oConnor'], ['O Connor', 'oConnor'], ['connor sinead', 'oConnor'],
    ['Anna Lena', 'annaLena'], ['annalena', 'annaLena'], ['Ludenscheid', 'annaLena'], ['Müller-Lüdenscheid', 'annaLena'], ['mullerludenscheid', 'annaLena'],
    ['de luca', 'deLuca'], ['deluca', 'deLuca'],
    ['sukarno', 'mononym'], ['suka', 'mononym'],
    ['brettschneider', 'maiden'], ['hanni', 'maiden'], ['hanna schuster', 'maiden'],
    ['Takeshi', 'wide'], ['ｙａｍａｄａ', 'wide'],
  ])('%s finds %s first', async (search, expected) => {
    expect((await found(search))[0]).toBe(expected);
  });

  it.each([
    ['Sukrano', 'mononym'], ['sukarmo', 'mononym'], ['sukano', 'mononym'], ['ssukarno', 'mononym'], ['zukarno', 'mononym'],
    ['Brettschnieder', 'maiden'], ['Bretschneidr', 'maiden'], ['Hana Shuster', 'maiden'], ['schuster hanan', 'maiden'], ['Иваноф', 'иванов'], ['Takshi Yamda', 'wide'],
  ])('%s finds %s in spite of a letter or two that are wrong', async (search, expected) => {
    expect(await found(search)).toContain(expected);
  });

  it('does not find whom three wrong letters lie between', async () => {
    expect(await found('sakermu')).toEqual([]);
  });

  it('shows both of two twins, with what tells them apart', async () => {
    const { patients } = await pageOf({ search: 'Zwilling 2001-02-03' });
    expect(patients.map(({ names, birth_date }) => [names[0]?.text, birth_date])).toEqual([['Paula Zwilling', '2001-02-03'], ['Petra Zwilling', '2001-02-03']]);
  });

  it('lists exact matches before beginnings, and those before what is alike', async () => {
    const made = [];
    for (const text of ['Kar Quux', 'Karl Quux', 'Kat Quux']) made.push(await clinic.anotherPatient({ names: [{ text }] }));
    expect((await pageOf({ search: 'quux kar' })).patients.map(({ id }) => id)).toEqual(made);
  });

  it('finds nobody by signs that are no letters, and does not fail by any', async () => {
    for (const search of ["'; DROP TABLE patient; --", '%', '\\', '((', '😀', '!!!', '\u202e', '‼']) expect(await found(search)).toEqual([]);
  });
});

describe('a search for a number or a birth date', () => {
  it.each([
    [{ mrn: 'M-7QK2ZZ01' }], [{ mrn: 'm-7qk2' }], [{ search: 'M-7QK2ZZ01' }], [{ birthDate: '1950-03' }], [{ search: 'numbered 1950' }], [{ search: 'Nora', birthDate: '1950' }], [{ search: 'nora', mrn: 'M-7' }],
  ])('%j finds who has it', async (fields) => {
    expect((await pageOf(fields)).patients.map(({ id }) => id)).toEqual([ids.get('numbered')]);
  });

  it.each([[{ mrn: 'M-7QK2ZZ02' }], [{ birthDate: '1950-03-17' }], [{ search: 'Nora', birthDate: '1951' }]])('%j finds nobody', async (fields) => {
    expect((await pageOf(fields)).patients).toEqual([]);
  });
});

describe('a search', () => {
  it('goes on where it ended, loses and doubles nobody, and is not moved by who is added before', async () => {
    const made: string[] = [];
    for (let number = 0; number < 23; number += 1) made.push(await clinic.anotherPatient({ names: [{ text: `Pager ${['Anna', 'Annabel', 'Hanna', 'Zoe'][number % 4] ?? ''}` }, { text: 'Pagers' }] }));
    const seen: string[] = [];
    let after: SearchPlace | undefined;
    do {
      const { patients, next } = await searchPatients.execute(desk, { limit: 4, search: 'pager', after });
      seen.push(...patients.map(({ id }) => id));
      if (seen.length === 8) await clinic.anotherPatient({ names: [{ text: 'Aaron Pager' }] });
      after = next;
    } while (after);
    expect(seen.toSorted()).toEqual(made.toSorted());
  });

  it('bounds its work: where many have one word and nobody both, it says from where to go on and ends there', async () => {
    await clinic.sql(
      `INSERT INTO patient (id, organisation_id, mrn, names) SELECT gen_random_uuid(), $1, 'B-' || i, jsonb_build_array(jsonb_build_object('text', CASE WHEN i % 2 = 0 THEN 'Common One' ELSE 'Wide Two' END)) FROM generate_series(1, 9000) i`,
      [clinic.organisationId],
    );
    const first = await pageOf({ search: 'common two' });
    expect(first.patients).toEqual([]);
    expect(first.next).toBeDefined();
    let { next } = first;
    let requests = 1;
    for (; next && requests < 10; requests += 1) ({ next } = await pageOf({ search: 'common two', after: next }));
    expect([next, requests < 10]).toEqual([undefined, true]);
  });

  it('leaves an entry for each who is shown, and nothing of what was searched for', async () => {
    await pageOf({ search: 'Sukarno' });
    const entries = await clinic.sql<{ action: string; request: object | null }>('SELECT action, request FROM audit.entry WHERE patient_id = $1 AND actor_id = $2 ORDER BY at DESC LIMIT 1', [ids.get('mononym'), desk.accountId]);
    expect(entries).toEqual([{ action: 'search', request: null }]);
  });

  it('ends at the organisation', async () => {
    const organisationId = v7();
    await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
    const theirs = await clinic.anotherPatient({ organisation_id: organisationId, names: [{ text: 'Elsewhere Sukarno' }] });
    const other = await clinic.account('admin');
    await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [other.accountId, organisationId]);
    expect(await found('sukarno', other)).toEqual([theirs]);
    expect(await found('sukarno')).toEqual(['mononym']);
    await expect(pageOf({ search: 'sukarno', organisationId })).rejects.toThrow(SignInEnded);
  });

  it('is for the desk and admins, whatever the caller says they are', async () => {
    for (const role of ['doctor', 'nurse', 'patient', 'researcher', 'auditor']) await expect(pageOf({ search: 'sukarno' }, await clinic.account(role))).rejects.toThrow(SignInEnded);
    await expect(pageOf({ search: 'sukarno' }, { ...clinic.doctor, role: 'desk' })).rejects.toThrow(SignInEnded);
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [desk.accountId]);
    await expect(pageOf({ search: 'sukarno' })).rejects.toThrow(SignInEnded);
    await clinic.sql("UPDATE account SET status = 'active' WHERE id = $1", [desk.accountId]);
  });

  it('answers a forged place with nothing or with the caller\'s own', async () => {
    for (const after of [[0, 8, 'x', 'y', NIL], [4, 1, '', '', NIL], [3, 1, 'zzz', '', NIL], [2, 2, '', '\u{10ffff}', NIL]] as const) {
      for (const search of ['sukarno', 'sukarno x']) expect((await pageOf({ search, after })).patients.every(({ id }) => [...ids.values()].includes(id))).toBe(true);
    }
  });
});

describe('the entries of the search', () => {
  const words = async (patientId: string) => (await clinic.sql<{ word: string }>('SELECT word FROM patient_search WHERE patient_id = $1 ORDER BY word', [patientId])).map(({ word }) => word);
  const known = async (word: string) => (await clinic.sql('SELECT FROM name_variant WHERE word = $1', [word])).length > 0;

  it('follow a change of the name, the number and the birth date', async () => {
    const id = await clinic.anotherPatient({ names: [{ text: 'Before Qwxzname' }], mrn: 'CH-1' });
    await clinic.sql(`UPDATE patient SET names = '[{"text": "After Vbnqname"}]', mrn = 'CH-2', birth_date = '1999-09-09' WHERE id = $1`, [id]);
    expect(await words(id)).toEqual(['#CH-2', '@1999-09-09', 'after', 'vbnqname']);
    expect([await found('qwxzname'), await found('vbnqname')]).toEqual([[], [id]]);
    expect([await known('qwxzname'), await known('vbnqname')]).toEqual([false, true]);
  });

  it('go with the patient, and a word with the last one who had it', async () => {
    const [one, other] = [await clinic.anotherPatient({ names: [{ text: 'Rarissimus' }] }), await clinic.anotherPatient({ names: [{ text: 'Rarissimus' }] })];
    const erase = async (id: string) => {
      await clinic.sql('DELETE FROM patient WHERE id = $1', [id]);
    };
    await erase(one);
    expect([await words(one), await known('rarissimus')]).toEqual([[], true]);
    await erase(other);
    expect([await words(other), await known('rarissimus')]).toEqual([[], false]);
  });

  it('of a merged record are those of the surviving one, until they are parted', async () => {
    const [survivor, replaced] = [await clinic.anotherPatient({ names: [{ text: 'Survivor Mergeling' }], mrn: 'MG-1' }), await clinic.anotherPatient({ names: [{ text: 'Gone Oldname' }], mrn: 'MG-2' })];
    await clinic.sql('UPDATE patient SET replaced_by = $2 WHERE id = $1', [replaced, survivor]);
    expect([await found('oldname'), await found('MG-2'), await words(replaced)]).toEqual([[survivor], [survivor], []]);
    await clinic.sql('UPDATE patient SET replaced_by = NULL WHERE id = $1', [replaced]);
    expect([await found('oldname'), await found('mergeling'), await words(replaced)]).toEqual([[replaced], [survivor], ['#MG-2', 'gone', 'oldname']]);
  });

  it('are nothing that a service can read', async () => {
    for (const table of ['patient_search', 'name_variant']) await expect(users.database.query({ text: `SELECT * FROM ${table}` }, [])).rejects.toMatchObject({ code: '42501' });
    await expect(users.database.query({ text: 'SELECT * FROM app.find_patients(NULL, NULL, NULL, NULL, NULL, NULL, 1)' }, [])).rejects.toMatchObject({ code: '42501' });
  });

  it('are bounded for the longest names, which can be stored', async () => {
    const long = Array.from({ length: 10 }, (_, name) => ({ text: Array.from({ length: 30 }, (__, word) => String.fromCodePoint(0x20000 + name * 100 + word).repeat(4)).join(' ') }));
    const id = await clinic.anotherPatient({ names: long, mrn: 'X'.repeat(40) });
    expect((await words(id)).length).toBeLessThanOrEqual(26);
  });
});

describe("a doctor's search in their own list", () => {
  let own: ListOwnPatients;
  const search = async (fields: object) => (await own.execute(clinic.doctor, { limit: 50, ...fields })).map(({ names }) => names[0]?.text);

  beforeAll(async () => {
    own = new ListOwnPatients(users.database, users.accessLog);
    for (const name of ['josé', 'oConnor', 'mononym']) {
      const relation = { patient_id: ids.get(name), id: v7(), doctor_id: clinic.doctor.accountId, kind: 'attending', starts_at: '2020-01-01' };
      await clinic.insert('care_relation', { ...relation, reason: 'asked' });
      await clinic.insert('doctor_patient', relation);
    }
  });

  it('matches as the search of an organisation does', async () => {
    expect(await search({ search: 'weiss' })).toEqual(['Johanna Weiß']);
    expect(await search({ search: 'O Connor' })).toEqual(['Sinéad O’Connor']);
    expect(await search({ search: 'Sukrano' })).toEqual(['Sukarno']);
    expect(await search({ search: 'jose 1970' })).toEqual(['José Peña Íñiguez']);
    expect(await search({ birthDate: '1961-05' })).toEqual(['Johanna Weiß']);
  });

  it('finds nobody who is not in their list', async () => {
    expect(await search({ search: 'schuster' })).toEqual([]);
    expect(await search({})).toEqual(['Johanna Weiß', 'José Peña Íñiguez', 'Sinéad O’Connor', 'Sukarno']);
  });
});
