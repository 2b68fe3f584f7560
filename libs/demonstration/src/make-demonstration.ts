import { inSystemContext, isConnectionLost } from '@anamnesis/database';
import type { FirstClinic } from '@anamnesis/users';
import { Client } from 'pg';
import type { Clinic } from './clinic';
import { isoDay } from './days';
import { DatabaseLost } from './demonstration.errors';
import { prepareLoading } from './load-rows';
import { makePatients, patientsAtOnce } from './make-patients';
import { makePlaces } from './make-places';
import { makeTeams } from './make-teams';
import { giveAPast } from './give-a-past';
import { studyTitle } from './study';
import { Tally } from './tally';

export interface DemonstrationOptions {
  /** Of the role anamnesis_importer, which can add and read, and change nothing. */
  readonly databaseUrl: string;
  readonly patients: number;
  /** The same seed and day give the same clinic; another seed gives another one beside it. From 1 on; 0 is the first clinic's. */
  readonly seed: number;
  /** ISO day on which the clinic is as it is shown. Unless told: as it was made, else the present day. */
  readonly today?: string | undefined;
  /** Makes it around a clinic that is there. */
  readonly around?: FirstClinic | undefined;
  readonly onProgress?: (progress: DemonstrationProgress) => void;
  /** Ends the making after the batches at hand. What is made stays, and the next run goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

export interface DemonstrationProgress {
  readonly patients: number;
  readonly ofPatients: number;
  readonly rows: number;
}

export interface DemonstrationSummary {
  readonly clinic: string;
  readonly study: string;
  readonly today: string;
  readonly patients: number;
  readonly alreadyThere: number;
  readonly rows: ReadonlyMap<string, number>;
  readonly interrupted: boolean;
  readonly seconds: number;
}

const job = 'demonstration';
/** Each makes patients that the other does not: two keep two processors busy. */
const connections = 2;

/** Makes a demonstration clinic, or the rest of one. */
export async function makeDemonstration(options: DemonstrationOptions): Promise<DemonstrationSummary> {
  const started = performance.now();
  const clients = Array.from({ length: options.patients > patientsAtOnce ? connections : 1 }, () => aConnection(options));
  try {
    for (const client of clients) {
      await client.connect();
      await prepareLoading(client);
    }
    const work = new Work(options);
    await work.run(clients);
    return work.summary((performance.now() - started) / 1000);
  } catch (cause) {
    throw isConnectionLost(cause) ? new DatabaseLost({ cause }) : cause;
  } finally {
    for (const client of clients) await client.end();
  }
}

class Work {
  private readonly tally = new Tally();
  private readonly stopping = new AbortController();
  private clinic: Clinic | undefined;
  private next = 0;
  private done = 0;
  private made = 0;

  constructor(private readonly options: DemonstrationOptions) {
    if (options.signal?.aborted) this.stopping.abort();
    options.signal?.addEventListener('abort', () => this.stopping.abort(), { once: true });
  }

  async run(clients: readonly Client[]): Promise<void> {
    const [first] = clients;
    if (!first) return;
    const { seed, today, around, patients } = this.options;
    const clinic = await inSystemContext(first, job, () => makePlaces(first, { seed, today, now: new Date().toISOString().slice(0, 10), around }));
    this.clinic = clinic;
    await makeTeams(first, clinic, patients, job, this.tally, this.stopping.signal);
    const ends = await Promise.allSettled(clients.map((client) => this.makeBatches(client, clinic)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (around && !this.stopping.signal.aborted) this.tally.add(await giveAPast(first, clinic, around, job));
  }

  private async makeBatches(client: Client, clinic: Clinic): Promise<void> {
    const { patients, onProgress } = this.options;
    try {
      while (this.next < patients && !this.stopping.signal.aborted) {
        const from = this.next;
        this.next = Math.min(from + patientsAtOnce, patients);
        const to = this.next;
        const made = await makePatients(client, clinic, from, to, job);
        this.tally.add(made);
        this.made += made.length;
        this.done += to - from;
        onProgress?.({ patients: this.done, ofPatients: patients, rows: this.rowsMade() });
      }
    } catch (error) {
      // The others end after the batch at hand.
      this.stopping.abort();
      throw error;
    }
  }

  private rowsMade(): number {
    return [...this.tally.rows.values()].reduce((sum, rows) => sum + rows, 0);
  }

  summary(seconds: number): DemonstrationSummary {
    return {
      clinic: this.clinic?.name ?? '',
      study: studyTitle,
      today: isoDay(this.clinic?.today ?? 0),
      patients: this.made,
      alreadyThere: this.done - this.made,
      rows: this.tally.rows,
      interrupted: this.options.signal?.aborted ?? false,
      seconds,
    };
  }
}

/** Not of a pool: its temporary tables end with it. */
function aConnection({ databaseUrl }: DemonstrationOptions): Client {
  const client = new Client({ connectionString: databaseUrl, application_name: 'anamnesis-demonstration' });
  // Without a listener a lost connection would end the process; with it, the statement that meets the loss tells.
  client.on('error', () => undefined);
  return client;
}
