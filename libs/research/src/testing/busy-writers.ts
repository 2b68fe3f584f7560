import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { v7 } from 'uuid';

/** Numbers that look random and are the same for a seed: Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const days = 400;

/** One who writes to the record in transactions that take their time, with savepoints, of which some are given up. */
export async function write(ownerUrl: string, patientIds: readonly string[], random: () => number, stopped: AbortSignal): Promise<number> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const at = () => new Date(Date.UTC(2025, 0, 1) + Math.floor(random() * days) * 86_400_000);

  const deeds: (() => Promise<unknown>)[] = [
    async () => {
      const [patientId, visitId, panelId, startedAt] = [one(patientIds), v7(), v7(), at()];
      const completed = random() < 0.7;
      await client.query(`INSERT INTO visit (patient_id, id, started_at, status, completed_at) VALUES ($1, $2, $3, $4, CASE WHEN $4 = 'completed' THEN now() END)`, [patientId, visitId, startedAt, completed ? 'completed' : 'open']);
      await client.query(
        `INSERT INTO measure (patient_id, id, visit_id, panel_id, panel_code, code, quantity, unit, entered_value, taken_at)
         SELECT $1, r.id, $2, $3, '85354-9', r.code, r.quantity, 'mm[Hg]', r.quantity::text, $4 FROM jsonb_to_recordset($5::jsonb) AS r (id uuid, code text, quantity numeric)`,
        [patientId, visitId, panelId, startedAt, JSON.stringify([{ id: v7(), code: '8480-6', quantity: 100 + Math.floor(random() * 80) }, { id: v7(), code: '8462-4', quantity: 60 + Math.floor(random() * 30) }])],
      );
    },
    () => client.query(`UPDATE visit SET status = 'completed', completed_at = now() WHERE patient_id = $1 AND id = (SELECT id FROM visit WHERE patient_id = $1 AND status = 'open' LIMIT 1)`, [one(patientIds)]),
    () => client.query(`UPDATE measure SET quantity = quantity + 1, version = version + 1 WHERE patient_id = $1 AND id = (SELECT id FROM measure WHERE patient_id = $1 AND status = 'final' ORDER BY md5(id::text || $2) LIMIT 1)`, [one(patientIds), String(random())]),
    () => client.query(`UPDATE measure SET status = 'entered-in-error' WHERE patient_id = $1 AND id = (SELECT id FROM measure WHERE patient_id = $1 ORDER BY md5(id::text || $2) LIMIT 1)`, [one(patientIds), String(random())]),
    () => client.query(`UPDATE visit SET status = 'entered-in-error' WHERE patient_id = $1 AND id = (SELECT id FROM visit WHERE patient_id = $1 AND status = 'completed' ORDER BY md5(id::text || $2) LIMIT 1)`, [one(patientIds), String(random() < 0.3)]),
    () => client.query(`INSERT INTO measure (patient_id, id, code, quantity, unit, entered_value, taken_at, setting) VALUES ($1, $2, '8867-4', $3, '/min', '0', $4, 'home')`, [one(patientIds), v7(), 50 + Math.floor(random() * 60), at()]),
  ];
  // What is recorded is more than what is wrong.
  const often = [0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 5];

  let committed = 0;
  while (!stopped.aborted) {
    await client.query('BEGIN');
    try {
      const length = 1 + Math.floor(random() * 5);
      for (let step = 0; step < length; step += 1) {
        await client.query('SAVEPOINT step');
        await deeds[one(often)]?.();
        await client.query(random() < 0.2 ? 'ROLLBACK TO SAVEPOINT step' : 'RELEASE SAVEPOINT step');
        await sleep(random() < 0.3 ? random() * 250 : random() * 10);
      }
      const kept = random() < 0.9;
      await client.query(kept ? 'COMMIT' : 'ROLLBACK');
      committed += kept ? 1 : 0;
    } catch (error) {
      // Two who change the same rows in another order: the database ends one of them, as it does in use.
      if ((error as { code?: string }).code !== '40P01') throw error;
      await client.query('ROLLBACK');
    }
  }
  await client.end();
  return committed;
}
