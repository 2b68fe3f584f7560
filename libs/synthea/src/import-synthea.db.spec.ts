import { gzipSync } from 'node:zlib';
import { readFile, readdir } from 'node:fs/promises';
import { testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { aFolder, anImport, contents, smallExports, type AnImport } from './testing';

jest.setTimeout(60_000);

let database: TestDatabase;
let target: AnImport;

async function open(): Promise<void> {
  database = await testDatabase();
  target = await anImport(database.ownerUrl, database.urlFor('anamnesis_importer'));
}
async function close(): Promise<void> {
  await target.close();
  await database.drop();
}

const patients = 'Id,BIRTHDATE,DEATHDATE,FIRST,LAST,GENDER,STATE';
const observations = 'DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,VALUE,UNITS,TYPE';
const heartRate = (value: string, day = '2020-01-01T10:00:00Z', patient = 'p'): string => `${day},${patient},,8867-4,Heart rate,${value},/min,numeric`;
const onePatient = `${patients}\np,1960-01-01,,Ada,Test,F,MA\n`;

describe('Importing both forms of the export', () => {
  beforeEach(open);
  afterEach(close);

  it('loads every row of every file and counts them', async () => {
    const withIds = await target.run(smallExports.withIds);
    expect(withIds.files.map(({ file, read, loaded, skipped }) => [file, read, loaded, skipped])).toEqual([
      ['organizations.csv', 2, 2, 0],
      ['providers.csv', 3, 3, 0],
      ['patients.csv', 4, 4, 0],
      ['encounters.csv', 7, 7, 0],
      ['observations.csv', 17, 17, 0],
      ['conditions.csv', 2, 2, 0],
      ['medications.csv', 2, 2, 0],
      ['procedures.csv', 1, 1, 0],
      ['immunizations.csv', 1, 1, 0],
    ]);
    const withoutIds = await target.run(smallExports.withoutIds);
    expect(withoutIds.files.map(({ read, loaded }) => [read, loaded])).toEqual([[1, 1], [1, 1], [3, 3], [3, 3], [9, 9], [2, 2], [1, 1], [2, 2], [1, 1], [1, 1]]);
    expect([...withIds.refused, ...withoutIds.refused]).toEqual([]);
  });

  it('says which files are absent, which are not read and which columns are not kept', async () => {
    expect(await target.run(smallExports.withIds)).toMatchObject({ absent: ['allergies.csv'], notRead: [] });
    const outcome = await target.run(smallExports.withoutIds);
    expect(outcome).toMatchObject({ absent: [], notRead: ['careplans.csv'] });
    expect(outcome.file('allergies').notKept).toEqual(['TYPE']);
    expect(outcome.file('patients').notKept).toEqual(['MARITAL', 'RACE', 'ETHNICITY', 'BIRTHPLACE', 'COUNTY', 'LAT', 'LON', 'HEALTHCARE_EXPENSES', 'HEALTHCARE_COVERAGE']);
  });

  it('reads gzipped files as the same', async () => {
    const files = await readdir(smallExports.withIds);
    const packed = await Promise.all(files.map(async (file) => [`${file}.gz`, gzipSync(await readFile(`${smallExports.withIds}/${file}`))] as const));
    const folder = await aFolder(Object.fromEntries(packed));
    await target.run(smallExports.withIds);
    const again = await target.run(folder.path);
    expect(again.files.map(({ loaded }) => loaded)).toEqual(again.files.map(() => 0));
    await folder.remove();
  });

  it('can be run again: nothing is doubled, read is still loaded and skipped, and no entry is added to the audit', async () => {
    for (const folder of [smallExports.withIds, smallExports.withoutIds]) await target.run(folder);
    const before = await contents(target);
    const entries = await target.sql('SELECT count(*) FROM audit.entry');
    for (const folder of [smallExports.withIds, smallExports.withoutIds]) {
      const again = await target.run(folder);
      for (const { read, loaded, skipped, alreadyThere, reasons } of again.files) {
        expect({ loaded, skipped, alreadyThere, reasons: [...reasons] }).toEqual({ loaded: 0, skipped: read, alreadyThere: read, reasons: [['already there', read]] });
      }
      expect(again.careRelations).toBe(0);
    }
    expect(await contents(target)).toEqual(before);
    expect(await target.sql('SELECT count(*) FROM audit.entry')).toEqual(entries);
  });

  it('leaves a primary doctor whom staff have chosen since', async () => {
    await target.run(smallExports.withIds);
    await target.sql(`UPDATE care_relation SET ends_at = now() WHERE kind = 'primary'`);
    const before = await contents(target);
    expect((await target.run(smallExports.withIds)).careRelations).toBe(0);
    expect(await contents(target)).toEqual(before);
  });

  it('has each added row in the audit, in the name of the job', async () => {
    await target.run(smallExports.withIds);
    expect(await target.sql(`SELECT thing, count(*)::integer FROM audit.entry WHERE action = 'create' AND actor_role = 'worker' AND reason LIKE 'import synthea%' AND thing IN ('Observation', 'Patient', 'Encounter') GROUP BY 1 ORDER BY 1`)).toEqual([
      { thing: 'Encounter', count: 7 },
      { thing: 'Observation', count: 17 },
      { thing: 'Patient', count: 4 },
    ]);
  });
});

describe('What is imported', () => {
  beforeAll(async () => {
    await open();
    for (const folder of [smallExports.withIds, smallExports.withoutIds]) await target.run(folder);
  });
  afterAll(close);

  const measures = `SELECT p.names -> 0 ->> 'given' AS given, m.code, m.quantity::text, m.unit, m.coded_value ->> 'code' AS coded, m.text_value AS words, m.marks, m.entered_value, m.entered_unit, m.origin
                      FROM measure m JOIN patient p ON p.id = m.patient_id`;

  it('has known measures in their unit and under their code, whatever alias or unit they came in', async () => {
    const rows = await target.sql(`${measures} WHERE code IN ('8310-5', '29463-7', '2339-0') ORDER BY code`);
    expect(rows).toMatchObject([
      { code: '2339-0', quantity: '99.09', unit: 'mg/dL', entered_value: '5.5', entered_unit: 'mmol/L' },
      { code: '29463-7', quantity: '68.0389', unit: 'kg', entered_value: '150', entered_unit: '[lb_av]' },
      { code: '8310-5', quantity: '37.2', unit: 'Cel' },
    ]);
  });

  it('has any LOINC code, and codes that are none, with their units', async () => {
    expect(await target.sql(`${measures} WHERE code IN ('5792-7', 'QALY', '5778-6', '63586-2') ORDER BY code`)).toMatchObject([
      { code: '5778-6', words: 'Reddish color urine', unit: null },
      { code: '5792-7', quantity: '1.5', unit: 'mg/dL', marks: [] },
      { code: '63586-2', words: '47384', quantity: null },
      { code: 'QALY', quantity: '61.0', unit: 'a', marks: [] },
    ]);
  });

  it('marks an assumed unit, an implausible and an impossible value, and words where a number was meant', async () => {
    expect(await target.sql(`${measures} WHERE m.marks && '{unit-assumed,implausible,impossible,not-numeric}' ORDER BY code`)).toMatchObject([
      { code: '2345-7', words: '<5', marks: ['not-numeric'] },
      { code: '4548-4', quantity: '2.5', marks: ['implausible'] },
      { code: '8462-4', quantity: '82', unit: 'mm[Hg]', entered_unit: null, marks: ['unit-assumed'] },
      { code: '8480-6', quantity: '128', unit: 'mm[Hg]', entered_unit: null, marks: ['unit-assumed'] },
      { code: '8867-4', quantity: '700', marks: ['impossible'] },
    ]);
  });

  it('keeps an imported body mass index with its origin and all its digits', async () => {
    expect(await target.sql(`${measures} WHERE code = '39156-5'`)).toMatchObject([{ quantity: '25.219876543210987', origin: 'imported' }]);
  });

  it('joins the two parts of a blood pressure, and keeps two readings of one moment apart', async () => {
    expect(await target.sql(`SELECT array_agg(round(quantity)::integer ORDER BY code) AS parts FROM measure WHERE panel_code = '85354-9' GROUP BY panel_id ORDER BY 1`)).toEqual([
      { parts: [79, 118] },
      { parts: [82, 128] },
      { parts: [85, 131] },
    ]);
    expect(await target.sql(`SELECT FROM measure WHERE (code IN ('8462-4', '8480-6')) <> (panel_id IS NOT NULL)`)).toEqual([]);
  });

  it('has the smoking status as a code', async () => {
    expect(await target.sql(`${measures} WHERE code = '72166-2' ORDER BY coded_value ->> 'text'`)).toMatchObject([{ coded: '8517006' }, { coded: '266919005' }]);
  });

  it('has rows without an id as often as they stand there, and entries without a visit', async () => {
    expect(await target.sql(`SELECT count(*)::integer FROM measure WHERE code = '8867-4' AND quantity = 72`)).toEqual([{ count: 2 }]);
    expect(await target.sql(`SELECT visit_id, marks, patient_visible_from = taken_at AS released FROM measure WHERE code = 'QALY'`)).toEqual([{ visit_id: null, marks: [], released: true }]);
  });

  it('has visits without a doctor, and marks what came after death', async () => {
    expect(await target.sql(`SELECT type_coding ->> 'text' AS text, doctor_id IS NULL AS nobody, marks FROM visit WHERE doctor_id IS NULL OR marks <> '{}'`)).toEqual([
      { text: 'Death Certification', nobody: true, marks: ['after-death'] },
    ]);
    expect(await target.sql(`SELECT marks FROM measure WHERE code = '69453-9' ORDER BY taken_at`)).toEqual([{ marks: ['after-death'] }, { marks: [] }]);
  });

  it('shows completed visits and their children to the patient, and an open one not yet', async () => {
    expect(await target.sql(`SELECT status, ended_at = completed_at AND ended_at = patient_visible_from AS released, count(*)::integer FROM visit GROUP BY 1, 2 ORDER BY 1`)).toEqual([
      { status: 'completed', released: true, count: 9 },
      { status: 'open', released: null, count: 1 },
    ]);
    const children = ['measure', 'diagnosis', 'treatment', 'allergy', 'immunization'].map((table) => `SELECT v.patient_visible_from AS of_visit, c.patient_visible_from AS own FROM ${table} c JOIN visit v ON v.patient_id = c.patient_id AND v.id = c.visit_id`);
    expect(await target.sql(`SELECT FROM (${children.join(' UNION ALL ')}) AS children WHERE of_visit IS DISTINCT FROM own`)).toEqual([]);
  });

  it('has states of diagnoses and treatments', async () => {
    expect(await target.sql(`SELECT text, onset_on::text, resolved_on::text, status FROM diagnosis ORDER BY onset_on, text`)).toEqual([
      { text: 'Hypertension', onset_on: '2020-03-03', resolved_on: null, status: 'active' },
      { text: 'Acute viral pharyngitis (disorder)', onset_on: '2020-06-01', resolved_on: '2020-06-15', status: 'resolved' },
      { text: 'Acute viral pharyngitis (disorder)', onset_on: '2021-03-01', resolved_on: '2021-03-15', status: 'resolved' },
      { text: 'Hypertension', onset_on: '2021-03-01', resolved_on: null, status: 'active' },
    ]);
    expect(await target.sql(`SELECT kind, starts_on::text, ends_on::text, status, frequency FROM treatment ORDER BY starts_on, kind`)).toEqual([
      { kind: 'medication', starts_on: '2003-10-01', ends_on: null, status: 'stopped', frequency: 'as needed' },
      { kind: 'medication', starts_on: '2020-03-03', ends_on: null, status: 'active', frequency: '1x/1d' },
      { kind: 'procedure', starts_on: '2020-03-03', ends_on: '2020-03-03', status: 'completed', frequency: null },
      { kind: 'medication', starts_on: '2021-03-01', ends_on: '2022-03-01', status: 'completed', frequency: null },
      { kind: 'procedure', starts_on: '2021-03-01', ends_on: '2021-03-01', status: 'completed', frequency: null },
    ]);
  });

  it('has allergies with their reactions and the worst severity', async () => {
    expect(await target.sql(`SELECT substance, system, category, severity, jsonb_array_length(reactions) AS reactions FROM allergy ORDER BY substance`)).toEqual([
      { substance: 'Aspirin', system: 'http://www.nlm.nih.gov/research/umls/rxnorm', category: 'medication', severity: null, reactions: 0 },
      { substance: 'Peanut (substance)', system: 'http://snomed.info/sct', category: 'food', severity: 'moderate', reactions: 2 },
    ]);
  });

  it('has patients at the organisation of most of their visits, in the zone of their state', async () => {
    expect(await target.sql(`SELECT p.names -> 0 ->> 'text' AS name, p.zone, o.name AS organisation, k.mrn = p.mrn AS known FROM patient p JOIN organisation o ON o.id = p.organisation_id JOIN mrn_key k ON k.patient_id = p.id ORDER BY 1`)).toEqual([
      { name: 'Igor12 Invented3', zone: 'America/Denver', organisation: 'HILLTOP MEDICAL CENTER', known: true },
      { name: 'Lena5 Madeup8', zone: 'America/Denver', organisation: 'HILLTOP MEDICAL CENTER', known: true },
      { name: 'Mina Littlefoot', zone: 'America/New_York', organisation: 'HARBOUR STREET CLINIC', known: true },
      { name: 'Otto Olderman', zone: 'America/Chicago', organisation: 'PRAIRIE ROAD PRACTICE', known: true },
      { name: 'Pip1 Nobody2', zone: 'America/Denver', organisation: 'Imported, of no organisation', known: true },
      { name: 'Zoë Testfield', zone: 'America/New_York', organisation: 'HARBOUR STREET CLINIC', known: true },
      { name: '李明', zone: 'America/New_York', organisation: 'HARBOUR STREET CLINIC', known: true },
    ]);
  });

  it('has the doctor of most visits as the one primary, others as attending until their last visit, on both sides', async () => {
    expect(await target.sql(`SELECT p.names -> 0 ->> 'text' AS patient, d.names -> 0 ->> 'text' AS doctor, c.kind, c.ends_at FROM care_relation c JOIN patient p ON p.id = c.patient_id JOIN doctor d ON d.id = c.doctor_id ORDER BY 1, 2`)).toEqual([
      { patient: 'Igor12 Invented3', doctor: 'Wanda42 Trial7', kind: 'primary', ends_at: null },
      { patient: 'Lena5 Madeup8', doctor: 'Wanda42 Trial7', kind: 'primary', ends_at: null },
      { patient: 'Mina Littlefoot', doctor: 'Ada Example', kind: 'primary', ends_at: null },
      { patient: 'Otto Olderman', doctor: 'Tomás Muestra Prueba', kind: 'primary', ends_at: null },
      { patient: 'Zoë Testfield', doctor: 'Ada Example', kind: 'primary', ends_at: null },
      { patient: 'Zoë Testfield', doctor: 'Ines Sample', kind: 'attending', ends_at: new Date('2020-06-01T23:10:00Z') },
      { patient: '李明', doctor: 'Ada Example', kind: 'primary', ends_at: null },
    ]);
    const side = (table: string): string => `SELECT patient_id, doctor_id, id, kind, starts_at, ends_at FROM ${table}`;
    expect(await target.sql(`(${side('care_relation')} EXCEPT ${side('doctor_patient')}) UNION ALL (${side('doctor_patient')} EXCEPT ${side('care_relation')})`)).toEqual([]);
  });

});

describe('Rows that are broken', () => {
  beforeEach(open);
  afterEach(close);

  it('are reported with file and line and lose only themselves, those that only the database can refuse too', async () => {
    const good = Array.from({ length: 200 }, (_, number) => heartRate(String(60 + (number % 40)), `2020-02-${String(1 + (number % 28)).padStart(2, '0')}T10:00:00Z`));
    const broken = new Map([
      [7, heartRate('1e500000')],
      [8, `2020-01-01T10:00:00Z,p,,8867-4,"Heart rate,70,/min,numeric`],
      [50, heartRate('70', '2020-02-30T10:00:00Z')],
      [51, heartRate('')],
      [90, heartRate('70', '2020-01-01T10:00:00Z', 'nobody')],
      [91, 'x,y'],
      [92, heartRate('70', '2020-01-01T10:00:00Z', '')],
      [150, `2020-01-01T10:00:00Z,p,,${Array.from({ length: 1500 }, (_, number) => Math.sin(number)).join('')},Long code,70,/min,numeric`],
    ]);
    const lines = [...good];
    for (const [line, text] of broken) lines.splice(line - 2, 0, text);
    const folder = await aFolder({ 'patients.csv': onePatient, 'observations.csv': `${observations}\n${lines.join('\n')}\n` });
    const outcome = await target.run(folder.path);

    expect(outcome.refused.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      ['observations.csv', 7, 'the database refuses it (22003)'],
      ['observations.csv', 8, 'a quote is not closed'],
      ['observations.csv', 50, 'DATE is not a time'],
      ['observations.csv', 51, 'VALUE is empty'],
      ['observations.csv', 90, 'its PATIENT has not been loaded'],
      ['observations.csv', 91, 'has another number of cells than the header'],
      ['observations.csv', 92, 'PATIENT is empty'],
      ['observations.csv', 150, 'the database refuses it (54000)'],
    ]);
    expect(outcome.file('observations')).toMatchObject({ read: 208, loaded: 200, skipped: 8, alreadyThere: 0 });
    expect(await target.sql('SELECT count(*)::integer FROM measure')).toEqual([{ count: 200 }]);
    await folder.remove();
  });

  it('take no child with them: it is loaded without its visit, and marked', async () => {
    const encounters = 'Id,START,STOP,PATIENT\ne1,not a time,,p\n';
    const folder = await aFolder({ 'patients.csv': onePatient, 'encounters.csv': encounters, 'observations.csv': `${observations}\n2020-01-01T10:00:00Z,p,e1,8867-4,Heart rate,70,/min,numeric\n` });
    const outcome = await target.run(folder.path);
    expect(outcome.refused).toEqual([{ file: 'encounters.csv', line: 2, reason: 'START is not a time' }]);
    expect(await target.sql('SELECT visit_id, marks FROM measure')).toEqual([{ visit_id: null, marks: ['visit-unknown'] }]);
    await folder.remove();
  });

  it('are told without their values, which a terminal or a log would keep', async () => {
    const folder = await aFolder({ 'patients.csv': `${onePatient}p,1960-01-01,,Canaryname,Other,F,MA\nq,1960-01-01,,,,F,MA\n`, 'observations.csv': `${observations}\nCanaryname,p,,8867-4,Heart rate,70,/min,numeric\n${heartRate('Canaryname1e')}\n${heartRate('9e400000')}\n` });
    const outcome = await target.run(folder.path);
    expect(outcome.refused).toHaveLength(4);
    expect(JSON.stringify(outcome.refused)).not.toMatch(/Canaryname|9e4/);
    await folder.remove();
  });

  it('of which one repeats an id: the same row again is skipped, another row of that id is kept where nothing refers to it', async () => {
    const withId = (id: string, value: string): string => `${id},${heartRate(value)}`;
    const folder = await aFolder({
      'patients.csv': `${onePatient}p,1960-01-01,,Ada,Test,F,MA\np,1961-01-01,,Eve,Other,F,MA\n`,
      'observations.csv': `ID,${observations}\n${[withId('1', '70'), withId('1', '71'), withId('1', '70'), withId('2', '70')].join('\n')}\n`,
    });
    for (const loaded of [3, 0]) {
      const outcome = await target.run(folder.path);
      expect(outcome.refused).toEqual([
        { file: 'patients.csv', line: 3, reason: 'repeats an earlier row' },
        { file: 'patients.csv', line: 4, reason: 'its ID stands at an earlier row, with other content' },
        { file: 'observations.csv', line: 4, reason: 'repeats an earlier row' },
      ]);
      expect(outcome.file('observations')).toMatchObject({ read: 4, loaded, alreadyThere: 3 - loaded, skipped: 4 - loaded });
    }
    expect(await target.sql('SELECT quantity::integer, marks FROM measure ORDER BY quantity, marks')).toEqual([
      { quantity: 70, marks: [] },
      { quantity: 70, marks: [] },
      { quantity: 71, marks: ['id-repeated'] },
    ]);
    await folder.remove();
  });
});

describe('Rows without an id', () => {
  beforeEach(open);
  afterEach(close);

  it('are as many as in the file, also when equal ones stand far apart, and in each later run', async () => {
    const rows = Array.from({ length: 4500 }, (_, number) => heartRate(String(60 + (number % 50)), `20${String(10 + (number % 10))}-01-01T10:00:00Z`));
    const folder = await aFolder({ 'patients.csv': onePatient, 'observations.csv': `${observations}\n${rows.join('\n')}\n` });
    expect((await target.run(folder.path)).file('observations')).toMatchObject({ read: 4500, loaded: 4500 });
    expect((await target.run(folder.path)).file('observations')).toMatchObject({ read: 4500, loaded: 0, alreadyThere: 4500 });

    const longer = await aFolder({ 'patients.csv': onePatient, 'observations.csv': `${observations}\n${[...rows, rows[0]].join('\n')}\n` });
    expect((await target.run(longer.path)).file('observations')).toMatchObject({ read: 4501, loaded: 1, alreadyThere: 4500 });
    for (const { remove } of [folder, longer]) await remove();
  });
});

describe('Folders and files that can not be read', () => {
  beforeEach(open);
  afterEach(close);

  it('are said in a sentence', async () => {
    const empty = await aFolder({ 'notes.txt': 'nothing' });
    await expect(target.run(empty.path)).rejects.toThrow("holds none of Synthea's CSV files");
    await expect(target.run('/nowhere/at/all')).rejects.toThrow('/nowhere/at/all is no folder that can be read');
    await empty.remove();
  });

  it('lose nothing of the others', async () => {
    const packed = gzipSync(`${observations}\n${Array.from({ length: 20_000 }, (_, number) => heartRate(String(60 + (number % 50)), `2020-01-01T10:00:00.${String(number % 1000).padStart(3, '0')}Z`)).join('\n')}\n`);
    const folder = await aFolder({
      'patients.csv': onePatient,
      'encounters.csv': '',
      'observations.csv.gz': packed.subarray(0, packed.length - 2000),
      'conditions.csv': 'START,STOP,WHO\n2020-01-01,,p\n',
      'immunizations.csv': 'DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n2020-01-01T10:00:00Z,p,,140,Influenza\n',
    });
    const outcome = await target.run(folder.path);
    expect(outcome.file('encounters')).toMatchObject({ read: 0, problem: 'is empty' });
    expect(outcome.file('observations')).toMatchObject({ problem: 'can not be read further: unexpected end of file' });
    expect(outcome.file('observations').loaded).toBeGreaterThan(1000);
    expect(outcome.file('conditions')).toMatchObject({ read: 0, problem: 'has no column PATIENT, CODE, DESCRIPTION' });
    expect(outcome.file('immunizations')).toMatchObject({ read: 1, loaded: 1 });
    await folder.remove();
  });
});

describe("The importer's role", () => {
  beforeEach(open);
  afterEach(close);

  it('can change nothing and erase nothing', async () => {
    await target.run(smallExports.withIds);
    const importer = new Client({ connectionString: database.urlFor('anamnesis_importer') });
    await importer.connect();
    await importer.query("BEGIN; SELECT app.open_system('import synthea')");
    for (const statement of ["UPDATE patient SET sex = 'other'", 'DELETE FROM measure', 'TRUNCATE visit', 'DELETE FROM audit.entry', 'SELECT FROM audit.entry_values', 'SELECT password_hash FROM credential']) {
      await importer.query('SAVEPOINT before');
      await expect(importer.query(statement)).rejects.toMatchObject({ code: '42501' });
      await importer.query('ROLLBACK TO SAVEPOINT before');
    }
    await importer.end();
  });
});
