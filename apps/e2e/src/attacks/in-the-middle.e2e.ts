import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { v7 } from 'uuid';
import { ask } from '../world/ask';
import { from, relate } from '../world/everybody';
import { type Somebody, type World, aVisit, makeWorld } from '../world/make-world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world.close());

const patientId = (): string => world.ids['patientId'] ?? '';

/** A doctor of their own for each attack, in care until it is ended. */
async function aDoctorInCare(): Promise<Somebody> {
  const doctor = await world.session(await world.clinic.account('doctor'));
  await relate(world.clinic, patientId(), doctor.acting.accountId, { kind: 'consulting' });
  return doctor;
}

type Losing = (doctor: Somebody) => Promise<unknown>;
const losses: readonly (readonly [string, Losing])[] = [
  ['the relation ends', ({ acting }) => world.clinic.sql('UPDATE care_relation SET ends_at = now() WHERE doctor_id = $1', [acting.accountId])],
  ['the account is disabled', ({ acting }) => world.clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [acting.accountId])],
  ['the role is taken', ({ acting }) => world.clinic.sql('DELETE FROM account_role WHERE account_id = $1', [acting.accountId])],
];

describe.each(losses)('when %s', (_, lose) => {
  it('a stream of events breaks off, and tells nothing of what comes then', async () => {
    const doctor = await aDoctorInCare();
    const reportId = v7();
    await world.clinic.insert('report', { patient_id: patientId(), id: reportId, kind: 'health-summary', format: 'json', requested_by: doctor.acting.accountId, requested_role: 'doctor', status: 'running', progress: 10, started_at: new Date(), parameters: { from: '2026-01-01', to: '2026-02-01' } });
    const stream = await fetch(new URL(`/patients/${patientId()}/reports/${reportId}/progress`, process.env['E2E_ADDRESS']), { headers: { authorization: `Bearer ${doctor.token}` } });
    let told = '';
    const ended = (async () => {
      for await (const piece of stream.body ?? []) told += Buffer.from(piece as Uint8Array).toString();
    })().catch(() => undefined);
    while (!told.includes('"progress":10')) await setTimeout(50);
    await lose(doctor);
    await world.clinic.sql('UPDATE report SET progress = 77 WHERE id = $1', [reportId]);
    await Promise.race([ended, setTimeout(20_000).then(() => Promise.reject(new Error('The stream goes on')))]);
    expect(told).not.toContain('77');
    expect(told).not.toMatch(/select|pg_|\.ts:|\.js:/i);
    await world.clinic.sql("UPDATE report SET status = 'cancelled' WHERE id = $1", [reportId]);
  });

  it('a download does not go on', async () => {
    const doctor = await aDoctorInCare();
    const file = `/patients/${patientId()}/reports/${world.ids['reportId'] ?? ''}/file`;
    const first = await ask({ method: 'GET', path: file, token: doctor.token, headers: { range: 'bytes=0-9' } });
    expect(first.status).toBe(206);
    await lose(doctor);
    const second = await ask({ method: 'GET', path: file, token: doctor.token, headers: { range: 'bytes=10-', 'if-range': String(first.headers.etag) } });
    expect([401, 404]).toContain(second.status);
    expect((await ask({ method: 'GET', path: file, token: doctor.token, headers: { 'if-none-match': String(first.headers.etag) } })).status).toBe(second.status);
  });

  it('what is on its way in is not written', async () => {
    const doctor = await aDoctorInCare();
    const counted = async () => (await world.clinic.sql<{ visits: number }>('SELECT count(*)::integer AS visits FROM visit WHERE patient_id = $1', [patientId()]))[0]?.visits;
    const before = await counted();
    const status = await inTwoPieces(doctor, JSON.stringify({ ...aVisit, note: 'x'.repeat(10_000) }), () => lose(doctor));
    expect([401, 404]).toContain(status);
    expect(await counted()).toBe(before);
  });
});

/** Sends half of a visit, waits for what happens meanwhile, and sends the rest. */
function inTwoPieces(doctor: Somebody, body: string, meanwhile: () => Promise<unknown>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(`/patients/${patientId()}/visits`, process.env['E2E_ADDRESS']), { method: 'POST', headers: { authorization: `Bearer ${doctor.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.write(body.slice(0, body.length / 2));
    void setTimeout(200)
      .then(meanwhile)
      .then(() => asked.end(body.slice(body.length / 2)), reject);
  });
}

it('an emergency that runs out closes what it opened, whatever is cached', async () => {
  const doctor = await world.session(await world.clinic.account('doctor'));
  const [chart, until] = [`/patients/${patientId()}/chart`, from(24)];
  await world.clinic.insert('emergency_access', { patient_id: patientId(), id: v7(), doctor_id: doctor.acting.accountId, reason: 'unconscious', until });
  for (let reading = 0; reading < 3; reading += 1) expect((await ask({ method: 'GET', path: chart, token: doctor.token })).status).toBe(200);
  await world.clinic.sql("UPDATE emergency_access SET opened_at = now() - interval '25 hours', until = now() - interval '1 hour' WHERE doctor_id = $1", [doctor.acting.accountId]);
  expect((await ask({ method: 'GET', path: chart, token: doctor.token })).status).toBe(404);
});
