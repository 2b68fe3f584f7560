import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { HumanName } from './human-name';
import type { RepresentationKind, RepresentationScope } from './representation.entity';

export interface RepresentedRow {
  patient_id: string;
  names: HumanName[];
  kind: RepresentationKind | 'self';
  scope: RepresentationScope;
  ends_at: Date | null;
}

const listRepresented = { name: 'users.represented', text: 'SELECT patient_id, names, kind, scope, ends_at FROM app.represented_by($1::jsonb)' };

@Injectable()
export class ListRepresented {
  constructor(private readonly database: Database) {}

  /** Whose records the account opens as a patient: its own, and those of whom it acts for. */
  async execute(acting: Acting): Promise<RepresentedRow[]> {
    return this.database.query<RepresentedRow>(listRepresented, [JSON.stringify(acting)]);
  }
}
