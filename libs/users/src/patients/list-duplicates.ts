import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown, SignInEnded } from '../charts/chart.errors';
import type { PatientRow } from './read-patient';

export interface DuplicateRow {
  readonly id: string;
  readonly other_id: string;
  /** From 6 on it is worth a look; 12 and more are seldom two people. */
  readonly score: number;
  /** Which of the fields speak for it. */
  readonly agrees: string[];
  /** Both, the one that was asked about or registered later first. */
  readonly persons: Pick<PatientRow, 'id' | 'mrn' | 'names' | 'birth_date' | 'birth_date_precision' | 'sex'>[];
}

export interface Duplicates {
  readonly pairs: DuplicateRow[];
  /** Where the list goes on: a page can be short before the end, because the work of one request is bounded. */
  readonly next?: DuplicatesKey;
}

/** Whose record was looked at last, and the last pair of it that was shown, where it may have more: its score, and the other record. */
export type DuplicatesKey = readonly [subjectId: string] | readonly [subjectId: string, score: number, otherId: string];

const listDuplicates = {
  name: 'users.list-duplicates',
  text: 'SELECT outcome, id, other_id, score, agrees, persons, looked_until FROM app.list_duplicates($1::jsonb, $2::uuid, $3::uuid, $4::integer, $5::uuid, $6::integer)',
};

interface Listed extends Omit<DuplicateRow, 'id'> {
  readonly outcome: 'open' | 'unknown' | 'not-signed-in';
  readonly id: string | null;
  readonly looked_until: string;
}

@Injectable()
export class ListDuplicates {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Records that may be of the same person as this one, the likeliest first. @throws PatientUnknown, SignInEnded */
  async ofPatient(acting: Acting, patientId: string): Promise<DuplicateRow[]> {
    return (await this.list(acting, patientId, 20)).pairs;
  }

  /** Pairs of the caller's organisation, of those who were registered last first. @throws SignInEnded */
  async ofOrganisation(acting: Acting, limit: number, after: DuplicatesKey | undefined): Promise<Duplicates> {
    return this.list(acting, null, limit, after);
  }

  private async list(acting: Acting, patientId: string | null, most: number, [subjectId, score, otherId]: DuplicatesKey | readonly [] = []): Promise<Duplicates> {
    const rows = await this.database.query<Listed>(listDuplicates, [JSON.stringify(acting), patientId, subjectId ?? null, score ?? null, otherId ?? null, most]);
    const [first] = rows;
    if (first?.outcome === 'not-signed-in') throw new SignInEnded();
    if (first?.outcome === 'unknown') {
      await this.accessLog.record({ acting, action: 'refused', ...(patientId === null ? {} : { patientId }), thing: 'Patient' });
      throw new PatientUnknown();
    }
    const pairs = rows.filter((row): row is Listed & DuplicateRow => row.id !== null);
    const shown = new Set(pairs.flatMap(({ persons }) => persons.map(({ id }) => id)));
    await Promise.all([...shown].map((id) => this.accessLog.record({ acting, action: 'search', patientId: id, thing: 'Patient', thingId: id })));
    const last = rows.at(-1);
    if (last?.id === null) return { pairs, next: [last.looked_until] };
    const lastPair = pairs.at(-1);
    return { pairs, ...(lastPair && pairs.length === most ? { next: [lastPair.id, lastPair.score, lastPair.other_id] as const } : {}) };
  }
}
