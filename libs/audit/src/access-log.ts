import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { NIL, v7 } from 'uuid';
import { AccessNotRecorded } from './access-log.errors';

/** What was done with patient data (or was refused), before the answer that tells it leaves. */
export interface AccessEntry {
  readonly acting: Acting;
  readonly action: 'read' | 'search' | 'export' | 'refused' | 'sign-in' | 'sign-out' | 'break-glass';
  /** Missing where no one patient is concerned. */
  readonly patientId?: string;
  /** The field's name of the kind of thing, as FHIR has it: Encounter, Observation, ... */
  readonly thing: string;
  readonly thingId?: string;
  /** Kept beside address and request id: how many rows, which filters. Never patient data. */
  readonly detail?: object;
}

interface WaitingEntry {
  readonly columns: readonly (string | null)[];
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

/** Entries of one insert. Above this the statement's own length begins to delay the first caller in it. */
const largestBatch = 500;

const insertEntries = {
  name: 'audit.access-entries',
  text: `INSERT INTO audit.entry (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request)
    SELECT patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request
      FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::jsonb[])
        AS e (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request)`,
};
const columnCount = 11;

/**
 * Writes the entries of reads by group commit: those that come while an insert is under way share the next one, so that
 * the cost of being durable is paid once for all of them and nobody waits for a timer. One insert at a time: a second
 * beside it made batches smaller and cost more than it gained (1, 16 and 64 callers on two cores).
 */
@Injectable()
export class AccessLog implements OnApplicationShutdown {
  private waiting: WaitingEntry[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /**
   * Resolves when the entry is durable. Not to be awaited inside a transaction: the insert needs a connection of the same pool.
   * @throws AccessNotRecorded when it is not: then the answer must not leave
   */
  record(entry: AccessEntry): Promise<void> {
    return new Promise((written, failed) => {
      this.waiting.push({ columns: columnsOf(entry), written, failed });
      this.writing ??= this.writeAll();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, largestBatch));
    this.writing = undefined;
  }

  private async write(batch: readonly WaitingEntry[]): Promise<void> {
    try {
      await this.database.query(insertEntries, arraysOf(batch));
    } catch (error) {
      // An entry that the database refuses takes only itself down; halving finds it in few inserts.
      if (batch.length > 1 && isRefusedData(error)) {
        const half = batch.length >> 1;
        await this.write(batch.slice(0, half));
        await this.write(batch.slice(half));
      } else {
        for (const { failed } of batch) failed(new AccessNotRecorded(error));
      }
      return;
    }
    for (const { written } of batch) written();
  }
}

function columnsOf({ acting, action, patientId, thing, thingId, detail }: AccessEntry): readonly (string | null)[] {
  const request = acting.request || detail ? JSON.stringify({ ...acting.request, ...detail }) : null;
  return [
    patientId ?? NIL, new Date().toISOString(), v7(), action, thing, thingId ?? null,
    acting.accountId, acting.role, acting.onBehalfOf ?? null, acting.reason ?? null, request,
  ];
}

/** One array a column, which PostgreSQL takes apart again with unnest. */
function arraysOf(batch: readonly WaitingEntry[]): (string | null)[][] {
  return Array.from({ length: columnCount }, (_, column) => batch.map(({ columns }) => columns[column] ?? null));
}

/** SQLSTATE classes 22 (data) and 23 (constraints) are one entry's fault; anything else concerns the whole batch. */
function isRefusedData(error: unknown): boolean {
  return /^2[23]/.test(sqlstateOf(error) ?? '');
}
