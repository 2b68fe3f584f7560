import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { chartStatement } from '../charts/chart-statement';
import { Charts } from '../charts/charts';
import type { HumanName } from './human-name';
import type { RepresentationKind, RepresentationScope } from './representation.entity';

export interface RepresentationRow {
  id: string;
  account_id: string;
  account_names: HumanName[];
  kind: RepresentationKind;
  scope: RepresentationScope;
  starts_at: Date;
  ends_at: Date | null;
  evidence: string;
  until_majority: boolean;
  version: number;
}

const listRepresentations = chartStatement(
  'users.representations',
  `SELECT r.id, r.account_id, a.names AS account_names, r.kind, r.scope, r.starts_at, r.ends_at, r.evidence, r.until_majority, r.version
     FROM representation r JOIN account a ON a.id = r.account_id
    WHERE r.patient_id = opened.patient_id AND ($3::uuid IS NULL OR r.id = $3) ORDER BY r.starts_at DESC, r.id DESC LIMIT 200`,
  'person',
);

@Injectable()
export class ListRepresentations {
  constructor(private readonly charts: Charts) {}

  /** Who acts or acted for the patient, newest first; of one id only that. @throws PatientUnknown, PatientReplaced, SignInEnded */
  async execute(acting: Acting, patientId: string, id?: string): Promise<RepresentationRow[]> {
    return this.charts.read<RepresentationRow>(acting, patientId, listRepresentations, [id ?? null], { thing: 'RelatedPerson', ...(id === undefined ? {} : { thingId: id }) });
  }
}
