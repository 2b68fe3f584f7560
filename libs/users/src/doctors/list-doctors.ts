import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { HumanName } from '../patients/human-name';

export interface ListedDoctorRow {
  id: string;
  organisation_id: string;
  names: HumanName[];
  specialty: string | null;
  sort_key: string;
}

export interface DoctorsQuery {
  readonly limit: number;
  readonly after?: readonly [string, string] | undefined;
  readonly specialty?: string | undefined;
  /** Beginnings of the words of a name, in any order. */
  readonly search?: string | undefined;
}

const listDoctors = {
  name: 'users.doctors',
  text: `WITH known AS MATERIALIZED (SELECT app.known_organisations($1::jsonb) AS organisations)
    SELECT d.id, d.organisation_id, d.names, d.specialty, lower(d.names -> 0 ->> 'text') AS sort_key
      FROM known JOIN doctor d ON d.organisation_id = ANY (known.organisations) AND d.status = 'active'
     WHERE ($3::text IS NULL OR (lower(d.names -> 0 ->> 'text'), d.id) > ($3, $4::uuid))
       AND ($5::text IS NULL OR app.folded(d.specialty) = app.folded($5))
       AND ($6::text IS NULL OR (app.name_parts($6) <> '{}' AND NOT EXISTS (
             SELECT FROM unnest(app.name_parts($6)) looked
              WHERE NOT EXISTS (SELECT FROM unnest((app.search_entry(d.names, '{}', '{}')).words) word WHERE strpos(word, looked) = 1))))
     ORDER BY lower(d.names -> 0 ->> 'text'), d.id
     LIMIT $2`,
};

@Injectable()
export class ListDoctors {
  constructor(private readonly database: Database) {}

  /** Active doctors of the organisations that the caller works for or is a patient of, by name; one more than the limit where there are more. */
  async execute(acting: Acting, { limit, after, specialty, search }: DoctorsQuery): Promise<ListedDoctorRow[]> {
    return this.database.query<ListedDoctorRow>(listDoctors, [JSON.stringify(acting), limit + 1, after?.[0] ?? null, after?.[1] ?? null, specialty ?? null, search ?? null]);
  }
}
