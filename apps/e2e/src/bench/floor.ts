import 'reflect-metadata';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { chartStatement } from '@anamnesis/users';
import { measureColumns, visitSelect } from '@anamnesis/visits';
import { verify } from '@node-rs/argon2';
import Fastify from 'fastify';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';

/**
 * What there is to beat: a bare Fastify that asks nobody who they are and runs the same query as the owner of the tables, past
 * row-level security; once without anything else, and once with the same group-committed entry before the answer.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as { port: number; ownerUrl: string; serviceUrl: string; poolSize: number; doctorAccountId: string };

/** What is left of reading a chart where the answer is there: whether the caller may, and of which version it would be. */
const openChart = chartStatement('floor.open', 'SELECT version FROM chart WHERE patient_id = opened.patient_id');
/** Of a chart's size. */
const staticAnswer = Buffer.from(JSON.stringify({ chart: 'x'.repeat(4200) }));

const readVisit = { name: 'floor.visit', text: visitSelect('$1::uuid', '$2::uuid') };
const lastMeasures = { name: 'floor.measures', text: `SELECT ${measureColumns} FROM measure WHERE patient_id = $1 AND status = 'final' ORDER BY taken_at DESC, id DESC LIMIT 20` };

const bareInserts = [
  { name: 'floor.insert-visit', text: 'INSERT INTO bare.visit (patient_id, id, started_at, reason) VALUES ($1, $2, $3, $4)' },
  { name: 'floor.insert-measure', text: 'INSERT INTO bare.measure (patient_id, visit_id, id, code, quantity, unit, entered_value, entered_unit, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $8)' },
  { name: 'floor.insert-diagnosis', text: 'INSERT INTO bare.diagnosis (patient_id, visit_id, id, system, code, text) VALUES ($1, $2, $3, $4, $5, $6)' },
  { name: 'floor.insert-treatment', text: 'INSERT INTO bare.treatment (patient_id, visit_id, id, kind, text, frequency, starts_on) VALUES ($1, $2, $3, $4, $5, $6, $7)' },
] as const;

interface SentVisit {
  readonly startedAt: string;
  readonly reason: string;
  readonly measures: readonly { code: string; value: number; unit: string }[];
  readonly diagnoses: readonly { system: string; code: string; text: string }[];
  readonly treatments: readonly { kind: string; text: string; frequency: string; from: string }[];
}

async function recordSixRows(pool: Pool, patientId: string, visit: SentVisit): Promise<string> {
  const [insertVisit, insertMeasure, insertDiagnosis, insertTreatment] = bareInserts;
  const client = await pool.connect();
  const id = v7();
  try {
    await client.query('BEGIN');
    await client.query({ ...insertVisit, values: [patientId, id, visit.startedAt, visit.reason] });
    for (const { code, value, unit } of visit.measures) await client.query({ ...insertMeasure, values: [patientId, id, v7(), code, value, unit, String(value), visit.startedAt] });
    for (const { system, code, text } of visit.diagnoses) await client.query({ ...insertDiagnosis, values: [patientId, id, v7(), system, code, text] });
    for (const { kind, text, frequency, from } of visit.treatments) await client.query({ ...insertTreatment, values: [patientId, id, v7(), kind, text, frequency, from] });
    await client.query('COMMIT');
    return id;
  } finally {
    client.release();
  }
}

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: settings.ownerUrl, max: settings.poolSize });
  const dataSource = await new DataSource({ type: 'postgres', url: settings.serviceUrl, poolSize: settings.poolSize, installExtensions: false }).initialize();
  const database = new Database(dataSource);
  const accessLog = new AccessLog(database);
  const acting = { accountId: settings.doctorAccountId, role: 'doctor', request: { address: '127.0.0.1', requestId: v7(), traceId: v7(), route: 'GET /floor' } };
  const fastify = Fastify();

  fastify.get<{ Params: { p: string; v: string } }>('/bare/patients/:p/visits/:v', async ({ params: { p, v } }) => (await pool.query({ ...readVisit, values: [p, v] })).rows[0]);
  fastify.get<{ Params: { p: string; v: string } }>('/audited/patients/:p/visits/:v', async ({ params: { p, v } }) => {
    const { rows } = await pool.query({ ...readVisit, values: [p, v] });
    await accessLog.record({ acting, action: 'read', patientId: p, thing: 'Encounter', thingId: v });
    return rows[0];
  });
  fastify.get<{ Params: { p: string } }>('/bare/patients/:p/measures', async ({ params: { p } }) => ({ items: (await pool.query({ ...lastMeasures, values: [p] })).rows }));
  fastify.get<{ Params: { p: string } }>('/audited/patients/:p/measures', async ({ params: { p } }) => {
    const { rows } = await pool.query({ ...lastMeasures, values: [p] });
    await accessLog.record({ acting, action: 'read', patientId: p, thing: 'Observation' });
    return { items: rows };
  });
  fastify.get<{ Params: { p: string } }>('/opened/patients/:p/chart', async ({ params: { p } }, reply) => {
    const [opened] = await database.query<{ context_outcome: string }>(openChart, [JSON.stringify(acting), p]);
    if (opened?.context_outcome !== 'open') throw new Error('The floor is no doctor of this patient');
    await accessLog.record({ acting, action: 'read', patientId: p, thing: 'Patient', thingId: p, detail: { chart: true } });
    return reply.type('application/json; charset=utf-8').send(staticAnswer);
  });
  fastify.post<{ Params: { p: string }; Body: SentVisit }>('/bare/patients/:p/visits', async ({ params: { p }, body }, reply) => {
    const id = await recordSixRows(pool, p, body);
    return reply.status(201).send({ id, ...body });
  });
  // With the parameters that the clinic's own passwords have, on libuv's threads as they are there.
  const { rows: [doctor] } = await pool.query<{ password_hash: string }>("SELECT password_hash FROM credential WHERE username_key = 'doctor'");
  fastify.post<{ Body: { password: string } }>('/bare/verify', async ({ body }) => ({ right: await verify(doctor?.password_hash ?? '', body.password) }));
  await fastify.listen({ host: '127.0.0.1', port: settings.port });
}

void main();
