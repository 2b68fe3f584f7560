import { pathToFileURL } from 'node:url';
import { createGzip } from 'node:zlib';
import { openDatabase } from '@anamnesis/database';
import { ExtractionDatabase, RunExtraction } from '@anamnesis/research';
import { FileStore, StorageModule } from '@anamnesis/storage';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Figure } from './figures';
import { median } from './load';

export interface ExtractionPlace {
  readonly ownerUrl: string;
  readonly workerUrl: string;
  readonly extractionUrl: string;
  /** Of the files. */
  readonly folder: string;
}

const changes = 1000;
const rounds = 5;

/**
 * Extracting a study of the database that has the most participants: its first release against a plain COPY of the same rows through the same pipe
 * (gzip of the same level, hash, disk); then a run that finds nothing, and one that finds 1,000 changes, against what a bare statement needs to look for
 * them and COPY to send them.
 */
export async function benchExtraction(place: ExtractionPlace, say: (line: string) => void): Promise<Figure[]> {
  const owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  const database = await openDatabase({ url: place.workerUrl, poolSize: 2, applicationName: 'bench', entities: [] });
  const extraction = ExtractionDatabase.open(place.extractionUrl);
  const storage = await NestFactory.createApplicationContext(StorageModule.forRoot({ url: pathToFileURL(place.folder).href }), { logger: false });
  try {
    const files = storage.get(FileStore);
    const bench = new ExtractionBench(owner, new RunExtraction(extraction, database, files), files);
    return await bench.measure(say);
  } finally {
    await storage.close();
    await extraction.close();
    await database.dataSource.destroy();
    await owner.end();
  }
}

class ExtractionBench {
  private studyId = '';
  private month = 0;

  constructor(
    private readonly owner: Client,
    private readonly runExtraction: RunExtraction,
    private readonly files: FileStore,
  ) {}

  async measure(say: (line: string) => void): Promise<Figure[]> {
    const { rows } = await this.owner.query<{ study_id: string }>('SELECT study_id FROM participation GROUP BY 1 ORDER BY count(*) DESC LIMIT 1');
    this.studyId = rows[0]?.study_id ?? '';
    await this.owner.query('VACUUM ANALYZE patient, participation, visit, measure');
    const first = await this.timed(() => this.run());
    const sent = first.result.visits + first.result.measures;
    await this.keepSentRows();
    const plain = median(await this.rounds(3, async () => (await this.timed(() => this.copyPlain(['sent_visit', 'sent_measure']))).seconds));
    const [{ measures } = { measures: 0 }] = (await this.owner.query<{ measures: number }>('SELECT count(*)::integer AS measures FROM measure')).rows;
    say(`extraction: ${String(sent)} rows in ${first.seconds.toFixed(1)} s; plain COPY of them in ${plain.toFixed(1)} s; ${String(measures)} measures in all`);

    const looks: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      empty.push((await this.timed(() => this.run())).seconds);
      looks.push((await this.timed(() => this.lookForChanges())).seconds);
    }
    const [delta, bareDelta]: [number[], number[]] = [[], []];
    for (let round = 0; round < 3; round += 1) {
      const changed = await this.change();
      bareDelta.push((await this.timed(() => this.copyChanges())).seconds);
      const ran = await this.timed(() => this.run());
      // Some are of people who are held back.
      if (ran.result.measures < changed / 2) throw new Error(`The bench's changes were not extracted: ${JSON.stringify(ran.result)}`);
      delta.push(ran.seconds);
    }
    const of = `of ${measures.toLocaleString('en')} measures`;
    say(`extraction: an empty run ${(median(empty) * 1000).toFixed(0)} ms; ${String(changes)} changes ${of} ${(median(delta) * 1000).toFixed(0)} ms`);
    return [
      { name: `a study's first release, ${sent.toLocaleString('en')} rows with their numbers`, connections: '-', unit: 'rows/s', own: sent / first.seconds, floors: [{ name: 'COPY, zipped', value: sent / plain }], aim: '0.9' },
      { name: `an extraction that finds nothing, ${of}`, connections: '-', unit: 'runs/s', own: 1 / median(empty), floors: [{ name: 'bare look', value: 1 / median(looks) }] },
      { name: `an extraction of ${changes.toLocaleString('en')} changes ${of}`, connections: '-', unit: 'runs/s', own: 1 / median(delta), floors: [{ name: 'bare look and COPY, zipped', value: 1 / median(bareDelta) }] },
    ];
  }

  /** Each in a month of its own, so that it may publish. */
  private async run(): Promise<{ visits: number; measures: number }> {
    const { rows } = await this.owner.query<{ number: number }>(
      `INSERT INTO extraction (study_id, number, requested_by) SELECT $1, COALESCE(max(number), 0) + 1, (SELECT id FROM account LIMIT 1) FROM extraction WHERE study_id = $1 RETURNING number`,
      [this.studyId],
    );
    this.month += 1;
    const now = new Date();
    now.setUTCMonth(now.getUTCMonth() + this.month, 15);
    const outcome = await this.runExtraction.execute({ studyId: this.studyId, number: rows[0]?.number ?? 0 }, now);
    if (outcome === undefined || outcome.status === 'ended-before') throw new Error('The bench’s extraction was not run');
    return outcome.counts;
  }

  /** The rows of the record that the first release held, as they are. */
  private async keepSentRows(): Promise<void> {
    const sent = (kind: string) => `research.numbered n CROSS JOIN LATERAL unnest(n.source_ids) u (id) JOIN ${kind} r ON r.patient_id = n.patient_id AND r.id = u.id WHERE n.kind = '${kind}' AND n.study_id = '${this.studyId}'`;
    await this.owner.query(`CREATE SCHEMA IF NOT EXISTS bare; DROP TABLE IF EXISTS bare.sent_visit, bare.sent_measure;
      CREATE TABLE bare.sent_visit AS SELECT r.id, r.patient_id, r.visit_class, r.started_at, r.ended_at, r.status FROM ${sent('visit')};
      CREATE TABLE bare.sent_measure AS SELECT r.id, r.patient_id, r.visit_id, r.panel_id, r.code, r.quantity, r.unit, r.taken_at, r.setting, r.origin, r.status FROM ${sent('measure')}`);
  }

  private async copyPlain(tables: readonly string[]): Promise<void> {
    for (const table of tables) await this.zip(`COPY bare.${table} TO STDOUT (FORMAT csv, HEADER)`);
  }

  private async zip(copy: string): Promise<void> {
    await this.files.putByContent('plain', this.owner.query(copyTo(copy)).pipe(createGzip({ level: 1 })));
  }

  /** What there is to find out at least: is there a row of a participant that the last release has not seen. */
  private async lookForChanges(): Promise<void> {
    for (const table of ['visit', 'measure']) await this.owner.query(await this.unseen(table, 'r.id'));
  }

  private async copyChanges(): Promise<void> {
    await this.zip(`COPY (${await this.unseen('measure', 'r.id, r.patient_id, r.visit_id, r.panel_id, r.code, r.quantity, r.unit, r.taken_at, r.setting, r.origin, r.status')}) TO STDOUT (FORMAT csv, HEADER)`);
  }

  private async unseen(table: string, columns: string): Promise<string> {
    const { rows } = await this.owner.query<{ seen: string }>('SELECT cursors[cardinality(cursors)]::text AS seen FROM release WHERE study_id = $1 ORDER BY number DESC LIMIT 1', [this.studyId]);
    const seen = rows[0]?.seen ?? '';
    return `SELECT ${columns} FROM ${table} r WHERE r.changed_xid >= '${seen.split(':')[0] ?? ''}'::xid8 AND NOT pg_visible_in_snapshot(r.changed_xid, '${seen}')
      AND EXISTS (SELECT FROM participation p WHERE p.patient_id = r.patient_id AND p.study_id = '${this.studyId}')`;
  }

  /** Of people who have been let in, spread over as many as there are. @returns how many rows */
  private async change(): Promise<number> {
    const { rowCount } = await this.owner.query(
      `UPDATE measure m SET quantity = quantity + 1 FROM (
         SELECT few.patient_id, u.id
           FROM (SELECT patient_id, source_ids FROM research.numbered WHERE kind = 'measure' AND study_id = $1 AND release = 1 ORDER BY random() LIMIT $2) few
          CROSS JOIN LATERAL unnest(few.source_ids) u (id) ORDER BY random() LIMIT $2) chosen
        WHERE m.patient_id = chosen.patient_id AND m.id = chosen.id`,
      [this.studyId, changes],
    );
    return rowCount ?? 0;
  }

  private async rounds(count: number, once: () => Promise<number>): Promise<number[]> {
    const results: number[] = [];
    for (let round = 0; round < count; round += 1) results.push(await once());
    return results;
  }

  private async timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
    const began = performance.now();
    const result = await work();
    return { result, seconds: (performance.now() - began) / 1000 };
  }
}
