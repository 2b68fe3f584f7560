import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { CareKind } from '../care/care-relation.entity';
import { SignInEnded } from '../charts/chart.errors';
import type { DatePrecision } from './partial-date';
import type { HumanName } from './human-name';
import type { Sex } from './patient.entity';
import { type SearchFields, readSearch } from './read-search';

export interface OwnPatientRow {
  id: string;
  mrn: string;
  names: HumanName[];
  birth_date: string | null;
  birth_date_precision: DatePrecision;
  sex: Sex;
  /** Empty where the patient is another doctor's, whom this one covers. */
  care: CareKind[];
  /** The doctors whose patient it is, where this one covers. */
  covering_for: { readonly doctorId: string; readonly names: HumanName[] }[] | null;
  /** How well they match what was searched for: 0 exactly, 1 by beginnings, 2 alike. 0 where nothing was. */
  phase: number;
  sort_key: string;
}

export interface OwnPatientsQuery extends SearchFields {
  readonly limit: number;
  /** Phase, sort key and id of the last one shown. */
  readonly after?: readonly [number, string, string] | undefined;
}

/** The panel is opened and read in one statement, as a chart is (chart-statement.ts). @param source patients and how well they match */
function listStatement(name: string, source: string): { readonly name: string; readonly text: string } {
  return {
    name,
    text: `WITH context AS MATERIALIZED (SELECT outcome, doctor_id FROM app.open_panel($1::jsonb))
    SELECT context.outcome AS context_outcome, answer.*
      FROM context
      LEFT JOIN LATERAL (
        SELECT p.id, p.mrn, p.names, p.birth_date::text, p.birth_date_precision, p.sex, found.phase, lower(p.names -> 0 ->> 'text') AS sort_key,
               array(SELECT o.kind FROM doctor_patient o WHERE o.doctor_id = context.doctor_id AND o.patient_id IN (SELECT m.id FROM patient m WHERE m.id = p.id OR m.replaced_by = p.id)
                        AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now()) ORDER BY o.kind) AS care,
               (SELECT jsonb_agg(DISTINCT jsonb_build_object('doctorId', d.id, 'names', d.names))
                  FROM cover v JOIN doctor_patient o ON o.doctor_id = v.doctor_id AND o.patient_id = p.id AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now())
                  JOIN doctor d ON d.id = v.doctor_id
                 WHERE v.covered_by = context.doctor_id AND v.starts_at <= now() AND v.ends_at > now()) AS covering_for
          FROM ${source}
          JOIN patient p ON p.id = found.patient_id
         WHERE context.outcome = 'open' AND p.id = ANY (app.opened_patients()) AND p.replaced_by IS NULL
           AND ($3::integer IS NULL OR (found.phase, lower(p.names -> 0 ->> 'text'), p.id) > ($3, $4::text, $5::uuid))
         ORDER BY found.phase, lower(p.names -> 0 ->> 'text'), p.id
         LIMIT $2 OFFSET 0
      ) AS answer ON true`,
  };
}
const listOwnPatients = listStatement('users.own-patients', '(SELECT unnest(app.opened_patients()) AS patient_id, 0 AS phase WHERE context.outcome IS NOT NULL) AS found');
const searchOwnPatients = listStatement('users.search-own-patients', 'LATERAL (SELECT m.patient_id, m.phase FROM app.match_opened($6::text, $7::text, $8::text) m WHERE context.outcome IS NOT NULL) AS found');

/** Nobody's row, where the panel was opened and is empty. */
type Listed = Omit<OwnPatientRow, 'id'> & { readonly context_outcome: string; readonly id: string | null };

@Injectable()
export class ListOwnPatients {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** The patients in the doctor's care, by name, the best matches first; one more than the limit where there are more. @throws SignInEnded */
  async execute(acting: Acting, { limit, after, ...fields }: OwnPatientsQuery): Promise<OwnPatientRow[]> {
    const searched = Object.values(fields).some((field) => field !== undefined);
    const place = [JSON.stringify(acting), limit + 1, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null];
    const { names, mrn, born } = readSearch(fields);
    const rows = searched ? await this.database.query<Listed>(searchOwnPatients, [...place, names, mrn, born]) : await this.database.query<Listed>(listOwnPatients, place);
    if (rows[0]?.context_outcome !== 'open') throw new SignInEnded();
    const patients = rows.filter((row): row is Listed & OwnPatientRow => row.id !== null);
    // An entry for each, so that "who saw my record" is complete. What was searched for stays out: it may be a name.
    await Promise.all(patients.map(({ id }) => this.accessLog.record({ acting, action: searched ? 'search' : 'read', patientId: id, thing: 'Patient', thingId: id })));
    return patients;
  }
}
