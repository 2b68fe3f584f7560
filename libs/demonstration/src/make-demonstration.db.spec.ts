import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { AnotherDay } from './demonstration.errors';
import { type DemonstrationOptions, type DemonstrationSummary, makeDemonstration } from './make-demonstration';
import { measureKinds } from './measure-kinds';
import { contents, tables } from './testing/contents';
import { killedDemonstration } from './testing/killed-demonstration';

jest.setTimeout(120_000);

const today = '2026-11-25';
/** More than one batch, of which the last is not full. */
const size = 620;
const seed = 3;

interface Opened {
  readonly owner: Client;
  readonly importerUrl: string;
  make(options?: Partial<DemonstrationOptions>): Promise<DemonstrationSummary>;
  sql<Row>(statement: string): Promise<Row[]>;
}

const opened: { owner: Client; database: TestDatabase }[] = [];

async function open(): Promise<Opened> {
  const database = await testDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  opened.push({ owner, database });
  const importerUrl = database.urlFor('anamnesis_importer');
  return {
    owner,
    importerUrl,
    make: (options = {}) => makeDemonstration({ databaseUrl: importerUrl, patients: size, seed, today, ...options }),
    sql: async <Row>(statement: string) => (await owner.query(statement)).rows as Row[],
  };
}

let one: Opened;
let made: DemonstrationSummary;
let whole: Record<string, string>;

beforeAll(async () => {
  one = await open();
  made = await one.make();
  whole = await contents(one.owner);
});

afterAll(async () => {
  for (const { owner, database } of opened) {
    await owner.end();
    await database.drop();
  }
});

describe('A demonstration clinic', () => {
  it('tells what it made, and has made it', async () => {
    expect(made).toMatchObject({ patients: size, alreadyThere: 0, interrupted: false, today });
    for (const [table, rows] of made.rows) expect([table, whole[table]]).toEqual([table, expect.stringMatching(`^${String(rows)} rows`)]);
    expect([...made.rows.keys()].sort()).toEqual(tables.filter((table) => !['organisation', 'location', 'appointment_type', 'study'].includes(table)).sort());
  });

  it('has an audit entry with its values for every row of every audited table, in the name of the job', async () => {
    const things: Record<string, string> = {
      Organization: 'organisation', Location: 'location', AppointmentType: 'appointment_type', Practitioner: 'doctor', WorkingHours: 'working_hours', Patient: 'patient', MrnKey: 'mrn_key', CareTeam: 'care_relation',
      Appointment: 'appointment', Encounter: 'visit', Observation: 'measure', Condition: 'diagnosis', Treatment: 'treatment', AllergyIntolerance: 'allergy', Immunization: 'immunization', ListReview: 'list_review',
      ResearchStudy: 'study', ResearchSubject: 'participation',
    };
    const entries = await one.sql<{ thing: string; count: string; other: string }>(
      `SELECT e.thing, count(*)::text AS count, count(*) FILTER (WHERE e.action <> 'create' OR e.actor_role <> 'worker' OR e.reason <> 'demonstration' OR v.after IS NULL)::text AS other
         FROM audit.entry e JOIN audit.entry_values v ON v.patient_id = e.patient_id AND v.at = e.at AND v.entry_id = e.id GROUP BY 1`,
    );
    for (const [thing, table] of Object.entries(things)) {
      expect([thing, entries.find((entry) => entry.thing === thing)]).toEqual([thing, { thing, count: whole[table]?.split(' ')[0], other: '0' }]);
    }
  });

  it('measures what the product knows, in its units, with its decimals, within what is possible and plausible', async () => {
    const types = await one.sql<{ code: string; text: string; unit: string; decimals: number }>("SELECT code, text, canonical_unit AS unit, decimals FROM measure_type WHERE value_kind = 'quantity'");
    for (const { code, text, unit, decimals } of measureKinds) expect(types.find((type) => type.code === code)).toEqual({ code, text, unit, decimals });
    const beyond = await one.sql(
      `SELECT m.code, m.quantity FROM measure m LEFT JOIN measure_type t ON t.code = m.code JOIN patient p ON p.id = m.patient_id
        CROSS JOIN LATERAL (SELECT date_part('year', age(m.taken_at, p.birth_date)) AS years) a
        WHERE t.code IS NULL OR (m.quantity IS NOT NULL AND (m.unit <> t.canonical_unit OR m.quantity <> round(m.quantity, t.decimals)
          OR NOT EXISTS (SELECT FROM jsonb_to_recordset(t.possible) AS r (low numeric, high numeric) WHERE m.quantity BETWEEN low AND high)
          OR NOT EXISTS (SELECT FROM jsonb_to_recordset(t.plausible) AS r (low numeric, high numeric, "ageFrom" numeric, "ageTo" numeric)
                          WHERE m.quantity BETWEEN low AND high AND (r."ageFrom" IS NULL OR years >= r."ageFrom") AND (r."ageTo" IS NULL OR years < r."ageTo"))))`,
    );
    expect(beyond).toEqual([]);
  });

  it('stands at two places in different zones, with doctors of several specialties and their hours', async () => {
    const places = await one.sql<{ zone: string; doctors: string }>('SELECT l.zone, count(DISTINCT w.doctor_id)::text AS doctors FROM location l JOIN working_hours w ON w.location_id = l.id GROUP BY 1 ORDER BY 1');
    expect(places).toEqual([{ zone: 'America/New_York', doctors: '2' }, { zone: 'Europe/Berlin', doctors: '4' }]);
    const specialties = await one.sql<{ specialty: string }>('SELECT DISTINCT specialty FROM doctor ORDER BY 1');
    expect(specialties.map(({ specialty }) => specialty)).toEqual(['Cardiology', 'Endocrinology', 'General practice', 'Paediatrics']);
  });

  it('gives every patient one doctor of their own, and some a second one for a time', async () => {
    const [relations] = await one.sql<{ primaries: string; ended: string; list: string }>(
      `SELECT count(*) FILTER (WHERE c.kind = 'primary' AND c.ends_at IS NULL)::text AS primaries, count(*) FILTER (WHERE c.kind = 'attending' AND c.ends_at < '${today}')::text AS ended,
              (SELECT count(*)::text FROM doctor_patient d JOIN care_relation r ON r.patient_id = d.patient_id AND r.id = d.id AND r.doctor_id = d.doctor_id AND r.kind = d.kind AND r.starts_at = d.starts_at AND r.ends_at IS NOT DISTINCT FROM d.ends_at) AS list
         FROM care_relation c`,
    );
    expect(relations?.primaries).toBe(String(size));
    expect(Number(relations?.ended)).toBeGreaterThan(5);
    expect(relations?.list).toBe(whole['care_relation']?.split(' ')[0]);
  });

  it('has an open study whose first release lets in well over half with k = 11, each class as the person was at consent', async () => {
    const [study] = await one.sql<{ status: string; k: number; measures: string; opened: boolean }>(`SELECT status, (profile -> 'k')::int AS k, jsonb_array_length(profile -> 'measures')::text AS measures, opened_at < '${today}' AS opened FROM study`);
    expect(study).toEqual({ status: 'open', k: 11, measures: '16', opened: true });
    const [admitted] = await one.sql<{ share: number }>(
      `WITH consented AS (SELECT age_band, sex FROM participation WHERE status = 'consented'),
            class AS (SELECT count(*) AS members FROM consented GROUP BY age_band, sex)
       SELECT (SELECT sum(members) FROM class WHERE members >= 11)::float8 / (SELECT count(*) FROM consented) AS share`,
    );
    expect(admitted?.share).toBeGreaterThan(0.6);
    const classes = await one.sql(
      `SELECT o.patient_id FROM participation o JOIN patient p ON p.id = o.patient_id
        CROSS JOIN LATERAL (SELECT date_part('year', age((o.consented_at AT TIME ZONE p.zone)::date, p.birth_date))::int AS years) a
        WHERE (o.age_band, o.sex, o.region) IS DISTINCT FROM
              (CASE WHEN years >= 90 THEN '90+' ELSE years / 10 * 10 || '-' || years / 10 * 10 + 9 END, p.sex, (p.address ->> 'country') || '-' || (p.address ->> 'region'))`,
    );
    expect(classes).toEqual([]);
    const [agreed] = await one.sql<{ wrong: string }>(
      `SELECT count(*)::text AS wrong FROM participation o JOIN study s ON s.id = o.study_id
        WHERE o.consent ->> 'sha256' <> encode(sha256(convert_to(s.design #>> ARRAY['consent', 'texts', o.consent ->> 'language'], 'UTF8')), 'hex') OR o.consent -> 'version' <> s.design #> '{consent,version}'`,
    );
    expect(agreed?.wrong).toBe('0');
  });
});

describe('Made again', () => {
  it('it stays as it is, and says so', async () => {
    expect(await one.make()).toMatchObject({ patients: 0, alreadyThere: size, rows: new Map() });
    expect(await contents(one.owner)).toEqual(whole);
  });

  it('it goes on as of its own day where none is named, and refuses another one', async () => {
    expect(await one.make({ today: undefined, patients: 5 })).toMatchObject({ today, patients: 0 });
    await expect(one.make({ today: '2026-11-26' })).rejects.toThrow(AnotherDay);
    await expect(one.make({ today: '2026-11-26' })).rejects.toThrow('The demonstration of seed 3 was made as of 2026-11-25: leave --today out to go on with it, or take another seed.');
  });

  it('with another seed it is another clinic beside the first', async () => {
    expect(await one.make({ seed: 4, patients: 20 })).toMatchObject({ patients: 20 });
    const [counted] = await one.sql<{ organisations: string; patients: string }>('SELECT (SELECT count(*)::text FROM organisation) AS organisations, (SELECT count(*)::text FROM patient) AS patients');
    expect(counted).toEqual({ organisations: '2', patients: String(size + 20) });
  });
});

describe('Made in pieces', () => {
  it('after kill -9 it is gone on with, and ends as if nothing had been', async () => {
    const two = await open();
    await killedDemonstration({ databaseUrl: two.importerUrl, patients: size, seed, today });
    const rest = await two.make();
    expect(rest.alreadyThere).toBeGreaterThan(0);
    expect(rest.patients + rest.alreadyThere).toBe(size);
    expect(await contents(two.owner)).toEqual(whole);
  });

  it('a few first and then by two at once, it is the same', async () => {
    const three = await open();
    await three.make({ patients: 30 });
    const both = await Promise.all([three.make(), three.make()]);
    expect(both.map(({ patients }) => patients).reduce((sum, patients) => sum + patients)).toBe(size - 30);
    expect(await contents(three.owner)).toEqual(whole);
  });

  it('ends after the batches at hand when it is told to, and says so', async () => {
    const four = await open();
    const stopping = new AbortController();
    const stopped = await four.make({ patients: 3000, signal: stopping.signal, onProgress: () => stopping.abort() });
    expect(stopped.interrupted).toBe(true);
    expect([500, 1000, 1500]).toContain(stopped.patients);
  });

  it('says so when the database goes away', async () => {
    const five = await open();
    const other = new Client({ connectionString: five.importerUrl });
    await other.connect();
    const failing = five.make({
      patients: 1200,
      onProgress: () => void other.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anamnesis-demonstration' AND datname = current_database()"),
    });
    await expect(failing).rejects.toThrow('The database went away. What was made stays');
    await other.end();
    expect(await five.make({ patients: 1200 })).toMatchObject({ interrupted: false });
  });
});
