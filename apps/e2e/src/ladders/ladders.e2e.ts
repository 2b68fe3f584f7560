import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Acting } from '@anamnesis/sign-in';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { around, operationsOf, sample, type Operation } from '../fuzz/described-operations';
import { expectedRows } from '../matrix/expected-rows';
import { ask, type Answered } from '../world/ask';
import type { Caller } from '../world/callers';
import { from, relate } from '../world/everybody';
import { type Somebody, type World, makeWorld } from '../world/make-world';

jest.setTimeout(300_000);

/** Every route of the description; whoever may call one, does. A route that is new is climbed on from the day it lands. */
const operations = operationsOf(JSON.parse(readFileSync(join(__dirname, '../../../../docs/generated/openapi.json'), 'utf8')) as Parameters<typeof operationsOf>[0]).filter(({ path }) => !path.startsWith('/auth/') && !path.startsWith('/health') && !path.startsWith('/me/sessions'));

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world.close());

/** What one person does: a call with what they know of ids, or letting time pass. */
interface Step {
  readonly operation: Operation;
  /** Which of the ids that the climber has seen stand in path and body. */
  readonly picks: readonly number[];
}

/** Those who climb, and the ids that they know: their own, their patients', the one they are after, and whatever answers showed them. */
interface Climber {
  readonly people: readonly Somebody[];
  readonly known: string[];
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Of how many calls how many were answered as asked: a climber whom everything refuses proves nothing. */
const taken = { calls: 0, done: 0 };

async function take({ operation, picks }: Step, climber: Climber): Promise<Answered> {
  let pick = 0;
  const next = (): number => picks[pick++ % picks.length] ?? 0;
  const id = (): string => climber.known[next() % climber.known.length] ?? v7();
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => (['number', 'name', 'role'].includes(name) ? (world.ids[name] ?? '') : id()));
  const somebody = climber.people[next() % climber.people.length];
  const known = expectedRows[operation.name]?.body?.(world);
  const body = operation.body === undefined ? undefined : withIds(next() % 2 === 0 ? known ?? sample(operation.body) : around(known, sample(operation.body)), id);
  const answer = await ask({ method: operation.method, path: `${path}${operation.name === 'GET /patients' ? '?search=a' : ''}`, token: somebody?.token, headers: { 'if-match': `"${String(1 + (next() % 3))}"` }, ...(body === undefined ? {} : { body }) });
  taken.calls += 1;
  taken.done += Number(answer.status < 300);
  for (const seen of answer.status < 300 ? (answer.text.match(uuids) ?? []) : []) if (!climber.known.includes(seen)) climber.known.push(seen);
  return answer;
}

/** Ids in a body are some that the climber knows. */
function withIds(body: unknown, id: () => string): unknown {
  return JSON.parse(JSON.stringify(body ?? {}).replace(uuids, id)) as unknown;
}

const steps = (of: readonly Operation[]): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ operation: fc.constantFrom(...of).map((operation) => ({ ...operation, toString: () => operation.name })), picks: fc.array(fc.nat({ max: 40 }), { minLength: 6, maxLength: 6 }) }), { minLength: 1, maxLength: 14 });

const allowedTo = (...those: Caller[]): Operation[] => operations.filter(({ name }) => those.some((caller) => expectedRows[name]?.allowed.includes(caller) ?? true));

const readings = ['chart', 'visits', 'measures', 'reports'];

/** Which of the doors to a record stand open. */
async function openDoors(people: readonly Somebody[], patientId: string): Promise<string[]> {
  const open: string[] = [];
  for (const { acting, token } of people) {
    for (const reading of readings) {
      const { status } = await ask({ method: 'GET', path: `/patients/${patientId}/${reading}`, token });
      if (status === 200) open.push(`${acting.role} reads ${reading}`);
    }
  }
  return open;
}

/** A day and an hour pass for what emergencies opened, of this doctor. */
async function letEmergenciesEnd(doctor: Acting): Promise<void> {
  await world.clinic.sql("UPDATE emergency_access SET opened_at = opened_at - interval '25 hours', until = until - interval '25 hours' WHERE doctor_id = $1", [doctor.accountId]);
}

async function aVictim(): Promise<string> {
  const id = await world.clinic.anotherPatient({ birth_date: '1950-01-01', names: [{ text: 'Victim' }] });
  await relate(world.clinic, id, (await world.clinic.account('doctor')).accountId, { kind: 'primary' });
  await world.clinic.insert('visit', { patient_id: id, id: v7(), started_at: from(-3), patient_visible_from: from(-3) });
  return id;
}

describe('no ladder', () => {
  const doctorMay = allowedTo('doctor in care', 'doctor, a stranger', 'doctor in emergency', 'doctor covering');

  it("leads a doctor by calls of their own into a record beyond an emergency's end", async () => {
    await fc.assert(
      fc.asyncProperty(steps(doctorMay), fc.boolean(), async (climb, emergency) => {
        const victim = await aVictim();
        const doctor = await world.session(await world.clinic.account('doctor'));
        const own = await world.clinic.anotherPatient();
        await relate(world.clinic, own, doctor.acting.accountId);
        if (emergency) await world.clinic.insert('emergency_access', { patient_id: victim, id: v7(), doctor_id: doctor.acting.accountId, reason: 'unconscious', until: from(24) });
        const climber: Climber = { people: [doctor], known: [victim, own, doctor.acting.accountId] };
        for (const step of climb) await take(step, climber);
        await letEmergenciesEnd(doctor.acting);
        const open = await openDoors([doctor], victim);
        if (open.length > 0) throw new Error(`${open.join(', ')} after ${climb.map(({ operation }) => operation.name).join(' → ')}`);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  const adminMay = allowedTo('admin of the organisation');

  it('leads an admin, with the accounts that they ask for, into a record or a release', async () => {
    await fc.assert(
      fc.asyncProperty(steps(adminMay), async (climb) => {
        const victim = await aVictim();
        const admin = await world.session(await world.clinic.account('admin'));
        // An account of their own making: it may sign in, and has whatever role they can get for it.
        const { accountId } = await world.clinic.account('patient');
        await world.clinic.sql('DELETE FROM account_role WHERE account_id = $1', [accountId]);
        await world.clinic.insert('invitation', { id: v7(), organisation_id: world.clinic.organisationId, kind: 'staff', invited_by: admin.acting.accountId, invited_role: 'admin', email: 'second@example.org', account_id: accountId, expires_at: from(24) });
        const puppets = await Promise.all(['doctor', 'desk', 'researcher', 'admin', 'auditor'].map((role) => world.session({ accountId, role })));
        const climber: Climber = { people: [admin, ...puppets], known: [victim, accountId, admin.acting.accountId, world.ids['studyId'] ?? ''] };
        for (const step of climb) await take(step, climber);
        const open = await openDoors(climber.people, victim);
        for (const { acting, token } of climber.people) {
          const { status } = await ask({ method: 'GET', path: `/studies/${world.ids['studyId'] ?? ''}/extractions/${world.ids['number'] ?? ''}/files/${world.ids['name'] ?? ''}`, token });
          if (status === 200) open.push(`${acting.role} fetches a release`);
        }
        if (open.length > 0) throw new Error(`${open.join(', ')} after ${climb.map(({ operation }) => operation.name).join(' → ')}`);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('is looked for by calls of which many do something', () => {
    expect(taken.done / taken.calls).toBeGreaterThan(0.15);
  });

  it('is missed where there is one: a step that gives a relation is found and shrunk to', async () => {
    const given: Operation = { name: 'a relation out of nothing', method: 'GET', path: '/measure-types', query: [], body: undefined };
    const run = await fc.check(
      fc.asyncProperty(steps([given, ...doctorMay.slice(0, 3)]), async (climb) => {
        const victim = await aVictim();
        const doctor = await world.session(await world.clinic.account('doctor'));
        const climber: Climber = { people: [doctor], known: [victim] };
        for (const step of climb) {
          await take(step, climber);
          if (step.operation.name === given.name) await relate(world.clinic, victim, doctor.acting.accountId, { kind: 'consulting', starts_at: from(-Math.random()) });
        }
        expect(await openDoors([doctor], victim)).toEqual([]);
      }),
      { numRuns: 20 },
    );
    expect(run.failed).toBe(true);
    expect(run.counterexample?.[0].map(({ operation }) => operation.name)).toEqual([given.name]);
  });
});
