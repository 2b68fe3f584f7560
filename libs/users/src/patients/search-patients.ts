import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import type { HumanName } from './human-name';
import type { DatePrecision } from './partial-date';
import type { Sex } from './patient.entity';
import { SearchTookTooLong } from './patient.errors';
import { type SearchFields, readSearch } from './read-search';

/** Phase, number of the word that leads, word, key, patient: where a search goes on (0017-patients). */
export type SearchPlace = readonly [number, number, string, string, string];

export interface FoundPatientRow {
  id: string;
  mrn: string;
  names: HumanName[];
  birth_date: string | null;
  birth_date_precision: DatePrecision;
  sex: Sex;
  verification: 'unverified' | 'verified';
  place: SearchPlace;
}

export interface PatientsSearch extends SearchFields {
  readonly limit: number;
  /** One of the caller's, where they have the role in several. */
  readonly organisationId?: string | undefined;
  readonly after?: SearchPlace | undefined;
}

export interface FoundPatients {
  readonly patients: FoundPatientRow[];
  /** Where there may be more: a page can be short, or even empty, before the end, because the work of one request is bounded. */
  readonly next?: SearchPlace;
}

const searchPatients = {
  name: 'users.search-patients',
  text: `SELECT outcome, id, mrn_found AS mrn, names_found AS names, birth_date, birth_date_precision, sex, verification, place
           FROM app.search_patients($1::jsonb, $2::uuid, $3::text, $4::text, $5::text, $6::jsonb, $7::integer)`,
};
/** The function bounds what it looks at; this is for what nobody thought of. */
const atMost = { name: 'users.search-patients-time', text: "SELECT set_config('statement_timeout', '2000', true)" };
const queryCancelled = '57014';

type Listed = Omit<FoundPatientRow, 'id'> & { readonly outcome: string; readonly id: string | null };

@Injectable()
export class SearchPatients {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Patients of the caller's organisation: exact matches first, then beginnings, and where these are few, what is alike. @throws SignInEnded, SearchTookTooLong */
  async execute(acting: Acting, { limit, organisationId, after, ...fields }: PatientsSearch): Promise<FoundPatients> {
    const { names, mrn, born } = readSearch(fields);
    const rows = await this.search([JSON.stringify(acting), organisationId ?? null, names, mrn, born, after === undefined ? null : JSON.stringify(after), limit + 1]);
    if (rows.some(({ outcome }) => outcome !== 'open')) throw new SignInEnded();
    const found = rows.filter((row): row is Listed & FoundPatientRow => row.id !== null);
    const patients = found.slice(0, limit);
    const next = found.length > limit ? patients.at(-1)?.place : rows.find(({ id }) => id === null)?.place;
    // An entry for each who is shown. What was searched for stays out: it may be a name.
    await Promise.all(patients.map(({ id }) => this.accessLog.record({ acting, action: 'search', patientId: id, thing: 'Patient', thingId: id })));
    return { patients, ...(next === undefined ? {} : { next }) };
  }

  private async search(values: readonly unknown[]): Promise<Listed[]> {
    try {
      return await this.database.inTransaction(async () => {
        await this.database.queryInTransaction(atMost, []);
        return this.database.queryInTransaction<Listed>(searchPatients, values);
      });
    } catch (error) {
      if (sqlstateOf(error) === queryCancelled) throw new SearchTookTooLong();
      throw error;
    }
  }
}
