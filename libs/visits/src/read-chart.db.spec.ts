import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown, SignInEnded } from '@anamnesis/users';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { ChartCache } from './chart-cache';
import { type ChartRow, ReadChart, readChart } from './read-chart';
import { type VisitsOnDatabase, visitsOnDatabase } from './testing/visits-on-database';

jest.setTimeout(60_000);

let visits: VisitsOnDatabase;
let clinic: Clinic;
let cached: ReadChart;
let uncached: ReadChart;

beforeAll(async () => {
  visits = await visitsOnDatabase();
});
afterAll(() => visits.stop());
beforeEach(async () => {
  clinic = await aClinic(visits.ownerUrl);
  cached = new ReadChart(visits.charts, new ChartCache(1));
  uncached = new ReadChart(visits.charts, new ChartCache(0));
});
afterEach(() => clinic.close());

type Shown = Omit<ChartRow, 'chart_viewer' | 'chart_versions' | 'chart_moment' | 'good_until'>;

/** The chart, and whether it came from the cache: then nothing was serialized. */
async function read(acting = clinic.doctor, patientId = clinic.patientId, by = cached): Promise<{ text: string; chart: Shown; kept: boolean }> {
  let kept = true;
  const body = await by.execute(acting, patientId, ({ chart_viewer: _, chart_versions: __, chart_moment: ___, good_until: ____, ...shown }) => {
    kept = false;
    // For whom somebody reads is in the entry: it is never presented.
    return JSON.stringify(shown, (key, value: unknown) => (key === 'context_acting_for' ? undefined : value));
  });
  return { text: body.toString(), chart: JSON.parse(body.toString()) as Shown, kept };
}
const readAnew = async (acting = clinic.doctor, patientId = clinic.patientId) => (await read(acting, patientId, uncached)).text;
const diagnoses = async (acting?: Acting, patientId?: string) => (await read(acting, patientId)).chart.diagnoses.map(({ text }) => text).sort();
const untilAfter = (moment: string) => clinic.sql('SELECT pg_sleep(extract(epoch FROM $1::timestamptz - clock_timestamp()) + 0.001)', [moment]);
const soon = async () => (await clinic.sql<{ soon: string }>("SELECT (clock_timestamp() + interval '400 ms')::text AS soon"))[0]!.soon;

/** For each table that the chart is read from, but the versions themselves: a row that shows in it, and a change that does. */
const rows: Readonly<Record<string, { row: Readonly<Record<string, unknown>>; change: string }>> = {
  allergy: { row: { substance: 'Penicillin' }, change: "criticality = 'high'" },
  diagnosis: { row: { text: 'Asthma' }, change: "text = 'Bronchial asthma'" },
  list_review: { row: { list: 'allergy', answer: 'none-known', reviewed_by: v7(), reviewed_at: '2026-01-01' }, change: "answer = 'listed'" },
  measure: { row: { code: '8867-4', quantity: 71, unit: '/min', entered_value: '71', taken_at: '2026-01-01' }, change: 'quantity = 72' },
  treatment: { row: { kind: 'medication', text: 'Lisinopril', starts_on: '2026-01-01' }, change: "dose = '10 mg'" },
  visit: { row: { started_at: '2026-01-01', status: 'completed' }, change: "reason = 'Check-up'" },
};
const tables = Object.entries(rows);

describe('a chart that was read', () => {
  it('is given from the cache, byte for byte the same, until it changes', async () => {
    await clinic.add('diagnosis', { text: 'Asthma' });
    const [first, second] = [await read(), await read()];
    expect([first.kept, second.kept]).toEqual([false, true]);
    expect(second.text).toBe(first.text);
    expect(second.text).toBe(await readAnew());
    await clinic.add('diagnosis', { text: 'Gout' });
    expect(await diagnoses()).toEqual(['Asthma', 'Gout']);
  });

  it('leaves the same audit entry from the cache as without one', async () => {
    const acting: Acting = { ...clinic.doctor, reason: 'follow-up', request: { address: '127.0.0.1', requestId: 'r-1', route: 'GET /patients/:patientId/chart' } };
    await read(acting);
    expect((await read(acting)).kept).toBe(true);
    await readAnew(acting);
    const entries = await clinic.sql("SELECT action, thing, thing_id, patient_id, actor_id, actor_role, on_behalf_of, reason, request, fields FROM audit.entry WHERE patient_id = $1 AND action = 'read'", [clinic.patientId]);
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({ action: 'read', thing: 'Patient', thing_id: clinic.patientId, actor_id: acting.accountId, reason: 'follow-up', request: { requestId: 'r-1', chart: true } });
    expect(entries).toEqual([entries[0], entries[0], entries[0]]);
  });

  it('is read from these tables, whose policies ask for nothing but what the state tells', async () => {
    const [client] = [await visits.database.pool.connect()];
    try {
      await client.query(`PREPARE looked_at AS ${readChart.text}`);
      const plan = JSON.stringify((await client.query(`EXPLAIN (FORMAT JSON) EXECUTE looked_at('${JSON.stringify(clinic.doctor)}', '${clinic.patientId}')`)).rows);
      const found = [...new Set([...plan.matchAll(/"Relation Name":"(\w+)"/g)].map(([, name]) => name))].sort();
      expect(found).toEqual([...Object.keys(rows), 'chart', 'patient'].sort());
      const policies = await clinic.sql<{ qual: string }>("SELECT qual FROM pg_policies WHERE tablename = ANY ($1) AND cmd = 'SELECT' AND 'anamnesis_visit_service' = ANY (roles)", [found]);
      expect(policies.length).toBeGreaterThanOrEqual(found.length);
      const asked = policies.flatMap(({ qual }) => [...qual.matchAll(/([\w.]+)\(/g)].map(([, name]) => name));
      expect([...new Set(asked)].sort()).toEqual(['app.audience', 'app.clearance', 'app.is_finishing', 'app.is_opened', 'app.scope', 'now']);
    } finally {
      client.release(true);
    }
  });
});

describe('after a write the next read is new', () => {
  const expectNew = async (what: string): Promise<void> => {
    const { text, kept } = await read();
    expect([what, kept, text]).toEqual([what, false, await readAnew()]);
    expect((await read()).kept).toBe(true);
  };

  it.each(tables)('of %s: added, changed, moved to another patient and removed', async (table, { row, change }) => {
    const other = await clinic.anotherPatient();
    await clinic.insert('care_relation', { patient_id: other, id: v7(), doctor_id: clinic.doctor.accountId, kind: 'primary', starts_at: '2020-01-01', reason: 'registered' });
    const empty = (await read()).text;
    const id = await clinic.add(table, row);
    await expectNew('added');
    await clinic.sql(`UPDATE ${table} SET ${change} WHERE id = $1`, [id]);
    await expectNew('changed');
    const emptyOther = (await read(clinic.doctor, other)).text;
    await clinic.sql(`UPDATE ${table} SET patient_id = $2 WHERE id = $1`, [id, other]);
    await expectNew('moved');
    expect((await read()).text).toBe(empty);
    expect((await read(clinic.doctor, other)).text).not.toBe(emptyOther);
    await clinic.sql(`DELETE FROM ${table} WHERE id = $1`, [id]);
    expect((await read(clinic.doctor, other)).text).toBe(emptyOther);
  });

  it('of the person', async () => {
    await read();
    await clinic.sql('UPDATE patient SET names = $2 WHERE id = $1', [clinic.patientId, JSON.stringify([{ text: 'Johanna Schwarz' }])]);
    await expectNew('renamed');
    expect((await read()).chart.person.names).toEqual([{ text: 'Johanna Schwarz' }]);
  });

  it('to a chart that is not the opened one of the transaction', async () => {
    const other = await clinic.anotherPatient();
    await read();
    await clinic.sql('BEGIN');
    await clinic.sql("SELECT set_config('app.patient_ids', $1, true)", [other]);
    await clinic.add('diagnosis', { text: 'Of the other', patient_id: other });
    await clinic.add('diagnosis', { text: 'Asthma' });
    await clinic.sql('COMMIT');
    expect(await diagnoses()).toEqual(['Asthma']);
  });

  it('also when a version comes again after a restore', async () => {
    await clinic.add('diagnosis', { text: 'Lost' });
    await read();
    await clinic.sql("UPDATE diagnosis SET status = 'inactive' WHERE patient_id = $1", [clinic.patientId]);
    await clinic.sql('UPDATE chart SET version = version - 2 WHERE patient_id = $1', [clinic.patientId]);
    await clinic.add('diagnosis', { text: 'Entered again' });
    expect(await diagnoses()).toEqual(['Entered again']);
  });

  it('that commits between opening the chart and reading it, and is kept as what it is', async () => {
    await clinic.add('diagnosis', { text: 'Asthma' });
    await read();
    await clinic.sql('BEGIN');
    await clinic.sql('LOCK TABLE allergy IN ACCESS EXCLUSIVE MODE');
    await clinic.add('diagnosis', { text: 'Gout' });
    // The patient's own answer is not kept: opening tells the old version, and the read waits for the lock.
    const waiting = diagnoses(clinic.patient);
    await somebodyWaitsForTheLock();
    await clinic.sql('COMMIT');
    expect(await waiting).toEqual(['Asthma', 'Gout']);
    expect((await read(clinic.patient)).kept).toBe(true);
    expect(await diagnoses(clinic.patient)).toEqual(['Asthma', 'Gout']);
  });
});

describe('a merged chart', () => {
  it('is new after a write to either record, and after being merged and parted', async () => {
    const replaced = await clinic.anotherPatient();
    await clinic.add('diagnosis', { text: 'Asthma' });
    await clinic.add('diagnosis', { text: 'Gout', patient_id: replaced });
    // The survivor's version is far above, so that the greatest of both does not move.
    await clinic.sql('UPDATE chart SET version = version + 100 WHERE patient_id = $1', [clinic.patientId]);
    expect(await diagnoses()).toEqual(['Asthma']);
    await clinic.sql('UPDATE patient SET replaced_by = $2 WHERE id = $1', [replaced, clinic.patientId]);
    expect(await diagnoses()).toEqual(['Asthma', 'Gout']);
    expect((await read()).kept).toBe(true);
    await clinic.add('diagnosis', { text: 'Migraine', patient_id: replaced });
    expect(await diagnoses()).toEqual(['Asthma', 'Gout', 'Migraine']);
    await clinic.add('diagnosis', { text: 'Eczema' });
    expect(await diagnoses()).toEqual(['Asthma', 'Eczema', 'Gout', 'Migraine']);
    await clinic.sql('UPDATE patient SET replaced_by = NULL WHERE id = $1', [replaced]);
    expect(await diagnoses()).toEqual(['Asthma', 'Eczema']);
  });

  it('is not kept where a record has no version', async () => {
    const replaced = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    await clinic.sql('DELETE FROM chart WHERE patient_id = $1', [replaced]);
    expect([(await read()).kept, (await read()).kept]).toEqual([false, false]);
  });
});

describe('each viewer is given their own', () => {
  it('whatever others were given before', async () => {
    const [covering, emergency, guardian, secretary] = [await clinic.account('doctor'), await clinic.account('doctor'), await clinic.account('patient'), await clinic.account('patient')];
    const ahead = '2999-01-01';
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: '2020-01-01', ends_at: ahead });
    await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: ahead });
    for (const [account, scope] of [[guardian, 'full'], [secretary, 'appointments']] as const) {
      await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: account.accountId, kind: 'proxy', scope, starts_at: '2020-01-01', evidence: 'signed' });
    }
    for (const [sensitivity, text] of ['ordinary', 'restricted by category', 'restricted by the patient'].entries()) await clinic.add('diagnosis', { text, sensitivity });
    await clinic.add('diagnosis', { text: 'draft', patient_visible_from: null });
    const viewers = [
      [clinic.doctor, ['draft', 'ordinary', 'restricted by category']],
      [covering, ['draft', 'ordinary']],
      [emergency, ['draft', 'ordinary', 'restricted by category', 'restricted by the patient']],
      [clinic.patient, ['ordinary', 'restricted by category', 'restricted by the patient']],
      [guardian, ['ordinary', 'restricted by category', 'restricted by the patient']],
    ] as const;
    let hits = 0;
    for (let round = 0; round < 4; round++) {
      for (const [viewer, sees] of round % 2 === 0 ? viewers : viewers.toReversed()) {
        const { chart, text, kept } = await read(viewer);
        expect(chart.diagnoses.map((diagnosis) => diagnosis.text).sort()).toEqual(sees);
        expect(text).toBe(await readAnew(viewer));
        hits += Number(kept);
      }
      // Who acts for them in their appointments has no part in their record.
      for (const outsider of [clinic.stranger, secretary]) await expect(read(outsider)).rejects.toThrow(PatientUnknown);
      // What is written between the second and the third round is new for each of them.
      if (round === 1) await clinic.sql("UPDATE patient SET phone = '1' WHERE id = $1", [clinic.patientId]);
    }
    // A guardian sees what the patient sees.
    expect(hits).toBe(4 * viewers.length - 2 * 4);
  });

  it('and nothing when their access has ended, though the chart is kept', async () => {
    const covering = await clinic.account('doctor');
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: '2020-01-01', ends_at: '2999-01-01' });
    for (const viewer of [clinic.doctor, covering, clinic.patient]) {
      await read(viewer);
      expect((await read(viewer)).kept).toBe(true);
    }
    await clinic.sql('DELETE FROM cover WHERE covered_by = $1', [covering.accountId]);
    await expect(read(covering)).rejects.toThrow(PatientUnknown);
    const end = await soon();
    await clinic.sql('UPDATE care_relation SET ends_at = $2 WHERE patient_id = $1', [clinic.patientId, end]);
    await untilAfter(end);
    await expect(read(clinic.doctor)).rejects.toThrow(PatientUnknown);
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [clinic.patient.accountId]);
    await expect(read(clinic.patient)).rejects.toThrow(SignInEnded);
    const refused = await clinic.sql<{ actor_id: string; thing: string }>("SELECT actor_id, thing FROM audit.entry WHERE patient_id = $1 AND action = 'refused'", [clinic.patientId]);
    expect(refused).toEqual([covering, clinic.doctor, clinic.patient].map(({ accountId }) => ({ actor_id: accountId, thing: 'Patient' })));
  });

  it('with the clearance that they have now', async () => {
    await clinic.add('diagnosis', { text: 'restricted', sensitivity: 1 });
    const both = await clinic.account('doctor');
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: both.accountId, starts_at: '2020-01-01', ends_at: '2999-01-01' });
    await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: both.accountId, kind: 'consulting', starts_at: '2020-01-01', reason: 'asked' });
    expect(await diagnoses(both)).toEqual(['restricted']);
    await clinic.sql('UPDATE care_relation SET ends_at = now() WHERE doctor_id = $1', [both.accountId]);
    expect(await diagnoses(both)).toEqual([]);
  });
});

describe('what the clock changes is seen when its time comes', () => {
  it.each(tables)('of %s: what is released to the patient', async (table, { row }) => {
    const release = await soon();
    await clinic.add(table, { ...row, patient_visible_from: release });
    const before = (await read(clinic.patient)).text;
    expect((await read(clinic.patient)).kept).toBe(true);
    await untilAfter(release);
    const { text, kept } = await read(clinic.patient);
    expect([kept, text]).toEqual([false, await readAnew(clinic.patient)]);
    expect(text).not.toBe(before);
    expect((await read(clinic.patient)).kept).toBe(true);
  });

  it('of a treatment: that it ended, at the next midnight of the sessions', async () => {
    const here = await visitsOnDatabase({ zone: 'Pacific/Kiritimati' });
    const there = await aClinic(here.ownerUrl);
    try {
      const [days] = await here.database.query<Record<'before' | 'yesterday' | 'today', string> & { midnight: number }>(
        { text: 'SELECT (current_date - 2)::text AS before, (current_date - 1)::text AS yesterday, current_date::text AS today, extract(epoch FROM (current_date + 1)::timestamptz)::float8 AS midnight' }, [],
      );
      const { before, yesterday, today, midnight } = days!;
      const good = async () => {
        let chart: ChartRow | undefined;
        await new ReadChart(here.charts, new ChartCache(0)).execute(there.doctor, there.patientId, (row) => JSON.stringify((chart = row)));
        return [chart!.treatments.map(({ text }) => text).sort(), chart!.good_until];
      };
      const treatment = (text: string, ends_on: string) => there.add('treatment', { kind: 'medication', text, starts_on: '2020-01-01', ends_on });
      await treatment('ended', before);
      expect(await good()).toEqual([[], null]);
      await treatment('without end', 'infinity');
      const [, farAway] = await good();
      expect(farAway).toBeGreaterThan(midnight);
      await treatment('ends today', today);
      await treatment('ended yesterday', yesterday);
      expect(await good()).toEqual([['ended yesterday', 'ends today', 'without end'], midnight]);
    } finally {
      await there.close();
      await here.stop();
    }
  });
});

describe('many who read at once', () => {
  it('share one read, and each has an entry', async () => {
    await clinic.sql('BEGIN');
    await clinic.sql('LOCK TABLE allergy IN ACCESS EXCLUSIVE MODE');
    const all = Array.from({ length: 8 }, () => read());
    await somebodyWaitsForTheLock();
    await clinic.sql('COMMIT');
    expect((await Promise.all(all)).filter(({ kept }) => !kept)).toHaveLength(1);
    expect(await clinic.sql("SELECT FROM audit.entry WHERE patient_id = $1 AND action = 'read'", [clinic.patientId])).toHaveLength(8);
  });
});

/** Until a read of ours waits. Asked in a session of its own: within a transaction the answer would stay the same. */
async function somebodyWaitsForTheLock(): Promise<void> {
  for (;;) {
    const [waiting] = await visits.database.query<{ count: number }>({ text: "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'" }, []);
    if (waiting!.count > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
