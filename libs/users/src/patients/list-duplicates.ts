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
  /** Whom the list goes on before: a page can be short before the end, because the work of one request is bounded. */
  readonly next?: string;
}

const listDuplicates = {
  name: 'users.list-duplicates',
  text: 'SELECT outcome, id, other_id, score, agrees, persons, looked_until FROM app.list_duplicates($1::jsonb, $2::uuid, $3::uuid, $4::integer)',
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
    return (await this.list(acting, [patientId, null, 20])).pairs;
  }

  /** Pairs of the caller's organisation, of those who were registered last first. @throws SignInEnded */
  async ofOrganisation(acting: Acting, limit: number, before: string | undefined): Promise<Duplicates> {
    return this.list(acting, [null, before ?? null, limit]);
  }

  private async list(acting: Acting, values: readonly [string | null, string | null, number]): Promise<Duplicates> {
    const rows = await this.database.query<Listed>(listDuplicates, [JSON.stringify(acting), ...values]);
    const [first] = rows;
    if (first?.outcome === 'not-signed-in') throw new SignInEnded();
    if (first?.outcome === 'unknown') {
      await this.accessLog.record({ acting, action: 'refused', ...(values[0] === null ? {} : { patientId: values[0] }), thing: 'Patient' });
      throw new PatientUnknown();
    }
    const pairs = rows.filter((row): row is Listed & DuplicateRow => row.id !== null);
    const shown = new Set(pairs.flatMap(({ persons }) => persons.map(({ id }) => id)));
    await Promise.all([...shown].map((id) => this.accessLog.record({ acting, action: 'search', patientId: id, thing: 'Patient', thingId: id })));
    const last = rows.at(-1);
    const goesOn = values[0] === null && last !== undefined && (last.id === null || pairs.length >= values[2]);
    return { pairs, ...(goesOn ? { next: last.looked_until } : {}) };
  }
}
