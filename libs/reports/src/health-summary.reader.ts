import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type Address, Charts, type DatePrecision, type HumanName, PatientUnknown, displayName, partialDate } from '@anamnesis/users';
import { ageOn } from './age';
import type { HealthSummary, ListReview, SummarisedAllergy, SummarisedPatient, SummarisedVisit } from './health-summary';
import { readHealthSummary } from './health-summary.statement';

export interface SummaryQuestion {
  readonly reportId: string;
  readonly from: string;
  readonly to: string;
  readonly language: string;
}

export interface ReadSummary {
  readonly summary: HealthSummary;
  /** That of the most sensitive row in it. */
  readonly sensitivity: number;
}

interface SummaryRow {
  made_at: string;
  made_on: string;
  zone: string;
  patient: Omit<SummarisedPatient, 'name' | 'otherNames' | 'age' | 'address'> & { names: HumanName[]; birthDatePrecision: DatePrecision; address: Address };
  organisation: HealthSummary['organisation'];
  asking_doctor: HumanName[] | null;
  primary_doctor: { names: HumanName[]; specialty: string | null; phone: string | null } | null;
  reviews: Partial<Record<'allergy' | 'medication', ListReview>> | null;
  allergies: (Omit<SummarisedAllergy, 'reactions'> & { reactions: { text: string; severity?: string | null }[] })[] | null;
  diagnoses: HealthSummary['diagnoses'] | null;
  treatments: HealthSummary['treatments'] | null;
  visits: (Omit<SummarisedVisit, 'doctor'> & { doctor: HumanName[] | null })[] | null;
  body: Partial<HealthSummary['body']> | null;
  measures: HealthSummary['measures'] | null;
  sensitivity: number | null;
}

const notAsked: ListReview = { answer: 'not-asked', reviewedOn: null };

/** Opens the chart as the one who asked: what they may not see now is not in what they get. */
@Injectable()
export class HealthSummaryReader {
  constructor(private readonly charts: Charts) {}

  /** @throws PatientUnknown, PatientReplaced, SignInEnded */
  async read(acting: Acting, patientId: string, { reportId, from, to, language }: SummaryQuestion): Promise<ReadSummary> {
    const accessed = { thing: 'HealthSummary', thingId: reportId };
    const [row] = await this.charts.read<SummaryRow>(acting, patientId, readHealthSummary, [from, to, acting.accountId], accessed);
    if (!row) throw new PatientUnknown();
    return { summary: summaryOf(row, { role: acting.role, from, to, language }), sensitivity: row.sensitivity ?? 0 };
  }
}

function summaryOf(row: SummaryRow, { role, from, to, language }: Omit<SummaryQuestion, 'reportId'> & { role: string }): HealthSummary {
  return {
    kind: 'health-summary',
    madeAt: row.made_at,
    madeOn: row.made_on,
    language,
    period: { from, to, zone: row.zone },
    askedFor: { role, name: role === 'doctor' && row.asking_doctor ? displayName(row.asking_doctor) : null },
    organisation: row.organisation,
    patient: patientOf(row),
    body: { height: row.body?.height ?? null, weight: row.body?.weight ?? null, bodyMassIndex: row.body?.bodyMassIndex ?? null },
    primaryDoctor: row.primary_doctor && { name: displayName(row.primary_doctor.names), specialty: row.primary_doctor.specialty, phone: row.primary_doctor.phone },
    allergyReview: row.reviews?.allergy ?? notAsked,
    allergies: (row.allergies ?? []).map((allergy) => ({ ...allergy, reactions: allergy.reactions.map(({ text, severity }) => ({ text, severity: severity ?? null })) })),
    medicationReview: row.reviews?.medication ?? notAsked,
    diagnoses: row.diagnoses ?? [],
    treatments: row.treatments ?? [],
    visits: (row.visits ?? []).map((visit) => ({ ...visit, doctor: visit.doctor && displayName(visit.doctor) })),
    measures: row.measures ?? [],
  };
}

function patientOf({ patient, made_on: madeOn }: SummaryRow): SummarisedPatient {
  const { names, birthDate, birthDatePrecision, address, ...told } = patient;
  const name = displayName(names);
  return {
    ...told,
    name,
    otherNames: [...new Set(names.map(({ text }) => text))].filter((text) => text !== name),
    birthDate: birthDate === null ? null : partialDate(birthDate, birthDatePrecision),
    age: birthDate === null ? null : ageOn(birthDate, birthDatePrecision, patient.deceasedOn ?? madeOn),
    address: [...(address.line ?? []), [address.postalCode, address.city].filter(Boolean).join(' '), address.region ?? '', address.country ?? ''].filter(Boolean),
  };
}
