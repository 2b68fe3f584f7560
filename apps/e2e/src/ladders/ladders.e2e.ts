import type { Acting } from '@anamnesis/sign-in';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { expectedRows } from '../matrix/expected-rows';
import { ask } from '../world/ask';
import type { Caller } from '../world/callers';
import type { Operation } from '../world/described-operations';
import { from, relate } from '../world/everybody';
import { type Somebody, type World, makeWorld } from '../world/make-world';
import { Climber, operations, steps, taken } from './climber';

jest.setTimeout(300_000);

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world.close());

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

const staffRoles = ['doctor', 'desk', 'researcher', 'admin', 'auditor'] as const;

async function askForRole(askedBy: string, accountId: string, role: string): Promise<string> {
  const id = v7();
  await world.clinic.insert('role_request', { id, account_id: accountId, role, organisation_id: world.clinic.organisationId, asked_by: askedBy });
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
        const climber = new Climber(world, [doctor], doctor.acting.accountId, victim, { patientId: [own], doctorId: [doctor.acting.accountId] });
        for (const step of climb) await climber.take(step);
        await letEmergenciesEnd(doctor.acting);
        const open = await openDoors([doctor], victim);
        if (open.length > 0) throw new Error(`${open.join(', ')} after ${climb.map(({ operation }) => operation.name).join(' → ')}`);
      }),
      { numRuns: 300 },
    );
  });

  const adminMay = allowedTo('admin of the organisation');

  it('leads an admin, with the accounts that they ask for, into a record or a release', async () => {
    await fc.assert(
      fc.asyncProperty(steps(adminMay, 24), fc.subarray([...staffRoles]), async (climb, asked) => {
        const victim = await aVictim();
        const admin = await world.session(await world.clinic.account('admin'));
        // An account of their own making: it may sign in, and has whatever role they can get for it.
        const { accountId } = await world.clinic.account('patient');
        await world.clinic.sql('DELETE FROM account_role WHERE account_id = $1', [accountId]);
        await world.clinic.insert('invitation', { id: v7(), organisation_id: world.clinic.organisationId, kind: 'staff', invited_by: admin.acting.accountId, invited_role: 'admin', email: 'second@example.org', account_id: accountId, expires_at: from(24) });
        const puppets = await Promise.all(staffRoles.map((role) => world.session({ accountId, role })));
        // Some way up already: roles that they have asked for, and nobody has decided on.
        const requestId = await Promise.all(asked.map((role) => askForRole(admin.acting.accountId, accountId, role)));
        const climber = new Climber(world, [admin, ...puppets], accountId, victim, { accountId: [admin.acting.accountId], studyId: [world.ids['studyId'] ?? ''], requestId });
        for (const step of climb) await climber.take(step);
        const open = await openDoors(climber.people, victim);
        for (const { acting, token } of climber.people) {
          const { status } = await ask({ method: 'GET', path: `/studies/${world.ids['studyId'] ?? ''}/extractions/${world.ids['number'] ?? ''}/files/${world.ids['name'] ?? ''}`, token });
          if (status === 200) open.push(`${acting.role} fetches a release`);
        }
        // Half of the way: nobody else has approved of it.
        for (const { role } of await world.clinic.sql<{ role: string }>('SELECT role FROM account_role WHERE account_id = $1', [accountId])) open.push(`their other account is ${role}`);
        if (open.length > 0) throw new Error(`${open.join(', ')} after ${climb.map(({ operation }) => operation.name).join(' → ')}`);
      }),
      { numRuns: 300 },
    );
  });

  it('is looked for by calls of which many do something', () => {
    expect(taken.done / taken.calls).toBeGreaterThan(0.1);
  });

  it('is missed where there is one: a step that gives a relation is found and shrunk to', async () => {
    const given: Operation = { name: 'a relation out of nothing', method: 'GET', path: '/measure-types', query: [], parameters: {}, body: undefined };
    const run = await fc.check(
      fc.asyncProperty(steps([given, ...doctorMay.slice(0, 3)]), async (climb) => {
        const victim = await aVictim();
        const doctor = await world.session(await world.clinic.account('doctor'));
        const climber = new Climber(world, [doctor], doctor.acting.accountId, victim);
        for (const step of climb) {
          await climber.take(step);
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
