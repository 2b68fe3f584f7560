import { Injectable } from '@nestjs/common';
import { sqlstate, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Announce } from '../care/announce';
import { Charts } from '../charts/charts';
import { Representation, type RepresentationKind, type RepresentationScope } from './representation.entity';
import { EndBeforeBeginning, MajorityUnknown, RepresentationNotAllowed, RepresentativeUnknown, RepresentedAlready } from './representation.errors';

export interface NewRepresentation {
  readonly accountId: string;
  readonly kind: RepresentationKind;
  readonly scope: RepresentationScope;
  readonly endsAt?: Date | undefined;
  readonly evidence: string;
}

interface Facts {
  may_represent: boolean;
  is_patient: boolean;
  there_already: boolean;
  acting_for: string | null;
  majority: Date | null;
  /** Of the patient, and of who acts for them already. */
  to_be_told: string[];
}

const facts = `SELECT app.may_represent($2::uuid) AS may_represent,
    EXISTS (SELECT FROM patient_account o WHERE o.account_id = $2::uuid AND o.patient_id = ANY (app.opened_patients())) AS is_patient,
    EXISTS (SELECT FROM representation r WHERE r.account_id = $2::uuid AND r.patient_id = ANY (app.opened_patients()) AND (r.ends_at IS NULL OR r.ends_at > now())) AS there_already,
    app.acting_for() AS acting_for,
    (SELECT CASE WHEN p.birth_date_precision = 'day' THEN app.majority(p.birth_date, p.zone) END FROM patient p WHERE p.id = $1::uuid) AS majority,
    ARRAY(SELECT o.account_id FROM patient_account o WHERE o.patient_id = ANY (app.opened_patients())
          UNION SELECT r.account_id FROM representation r WHERE r.patient_id = ANY (app.opened_patients()) AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())) AS to_be_told`;

@Injectable()
export class BeginRepresentation {
  constructor(
    private readonly charts: Charts,
    private readonly announce: Announce,
  ) {}

  /**
   * The desk lays it down with evidence; a patient names a proxy. A guardian's right ends with the patient's minority where nothing else is said.
   * @returns its id
   * @throws RepresentationNotAllowed, RepresentativeUnknown, RepresentedAlready, MajorityUnknown, EndBeforeBeginning, PatientUnknown, PatientReplaced, SignInEnded
   */
  async execute(acting: Acting, patientId: string, wanted: NewRepresentation): Promise<string> {
    const id = v7();
    await this.charts.write(acting, patientId, async (transaction) => {
      const [known] = await transaction.query<Facts[]>(facts, [patientId, wanted.accountId]);
      const own = acting.role === 'patient';
      if ((!own && acting.role !== 'desk') || wanted.accountId === acting.accountId || (own && (wanted.kind !== 'proxy' || known?.acting_for !== null))) throw new RepresentationNotAllowed();
      if (!known?.may_represent || known.is_patient) throw new RepresentativeUnknown();
      if (known.there_already) throw new RepresentedAlready();
      await insert(transaction, { patientId, id, accountId: wanted.accountId, kind: wanted.kind, scope: wanted.scope, evidence: wanted.evidence, startsAt: new Date(), ...endOf(wanted, known.majority) });
      await this.announce.execute(transaction, { kind: 'representation-made', patientId, to: [...known.to_be_told, wanted.accountId].filter((account) => account !== acting.accountId), about: { representationId: id } });
    });
    return id;
  }
}

function endOf({ kind, endsAt }: NewRepresentation, majority: Date | null): Pick<Representation, 'endsAt' | 'untilMajority'> {
  if (endsAt && endsAt <= new Date()) throw new EndBeforeBeginning();
  if (endsAt || kind === 'proxy') return { endsAt: endsAt ?? null, untilMajority: false };
  if (!majority || majority <= new Date()) throw new MajorityUnknown();
  return { endsAt: majority, untilMajority: true };
}

async function insert(transaction: EntityManager, representation: Omit<Representation, 'version' | 'recordedAt'>): Promise<void> {
  try {
    await transaction.insert(Representation, representation);
  } catch (error) {
    if (sqlstateOf(error) === sqlstate.insufficientPrivilege) throw new RepresentationNotAllowed();
    throw error;
  }
}
