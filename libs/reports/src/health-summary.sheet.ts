import type { CurrentMeasure, HealthSummary } from './health-summary';
import { charts, measures } from './health-summary.measures-sheet';
import { printable, printableUnit } from './printable';
import type { ReportTexts } from './report-texts';
import { type Section, type Sheet, table } from './sheet';
import { reportTexts } from './texts';
import { Written } from './written';

export function sheetOf(summary: HealthSummary): Sheet {
  const texts = reportTexts(summary.language);
  const written = new Written(texts.locale);
  const { patient, organisation, period } = summary;
  return {
    language: summary.language,
    title: texts.title,
    organisation: printable([organisation.name, organisation.phone].filter(Boolean).join(' · ')),
    patient: printable(patient.name),
    period: texts.period(written.day(period.from), written.day(period.to)),
    made: [texts.madeOn(written.day(summary.madeOn), printable(askedFor(summary, texts))), texts.madeBy(printable(organisation.name))],
    running: printable([patient.name, `${texts.facts.mrn} ${patient.mrn}`, patient.birthDate && `${texts.facts.born} ${written.partialDay(patient.birthDate)}`].filter(Boolean).join(' · ')),
    page: texts.page,
    madeAt: summary.madeAt.slice(0, 19).split(/[-T:]/).map(Number),
    facts: facts(summary, texts, written),
    tiles: tiles(summary, texts, written),
    sections: [allergies(summary, texts, written), diagnoses(summary, texts, written), treatments(summary, texts, written), visits(summary, texts, written), measures(summary, texts, written)],
    charts: charts(summary, texts, written),
    note: texts.reportNote,
  };
}

function askedFor({ askedFor: { role, name } }: HealthSummary, texts: ReportTexts): string {
  return role === 'doctor' ? texts.askedForByDoctor(name) : texts.askedForByPatient;
}

function facts({ patient, primaryDoctor }: HealthSummary, texts: ReportTexts, written: Written): Sheet['facts'] {
  const told = texts.facts;
  const rows: [string, string | null][] = [
    [told.born, patient.birthDate ? written.partialDay(patient.birthDate) : texts.notRecorded],
    [told.age, patient.age ? texts.age(patient.age) : texts.unknown],
    [told.sex, texts.sex[patient.sex] ?? patient.sex],
    [told.gender, patient.gender],
    [told.mrn, patient.mrn],
    [told.alsoKnownAs, patient.otherNames.join(', ') || null],
    [told.phone, patient.phone ?? texts.notRecorded],
    [told.email, patient.email],
    [told.address, patient.address.join(', ') || texts.notRecorded],
    [told.language, patient.language ? written.language(patient.language) : null],
    [told.died, patient.deceasedOn && written.day(patient.deceasedOn)],
    [told.primaryDoctor, primaryDoctor ? [primaryDoctor.name, primaryDoctor.specialty].filter(Boolean).join(', ') : texts.noPrimaryDoctor],
    [told.doctorPhone, primaryDoctor ? (primaryDoctor.phone ?? texts.notRecorded) : null],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, printable(value)] as const]));
}

function tiles({ body }: HealthSummary, texts: ReportTexts, written: Written): Sheet['tiles'] {
  const tile = (label: string, measure: CurrentMeasure | null) => ({
    label,
    value: measure ? written.measured(measure.value, measure.decimals) : texts.notRecorded,
    unit: measure ? printableUnit(measure.unit) : '',
    when: measure ? texts.measuredOn(written.day(measure.localTime)) : '',
  });
  return [tile(texts.body.height, body.height), tile(texts.body.weight, body.weight), tile(texts.body.bodyMassIndex, body.bodyMassIndex)];
}

function allergies({ allergies: listed, allergyReview }: HealthSummary, texts: ReportTexts, written: Written): Section {
  const { substance, reaction, criticality, since } = texts.columns;
  return {
    heading: texts.sections.allergies,
    remark: texts.allergyReview(allergyReview, listed.length, dayOrNothing(allergyReview.reviewedOn, written)),
    table: table([[substance, 3], [reaction, 4], [criticality, 1.4], [since, 1.4]], listed.map((allergy) => [
      allergy.verification === 'unconfirmed' ? `${allergy.substance} (${texts.verification['unconfirmed'] ?? ''})` : allergy.substance,
      allergy.reactions.map(({ text, severity }) => (severity ? `${text} (${texts.severity[severity] ?? severity})` : text)).join(', '),
      allergy.criticality ? (texts.criticality[allergy.criticality] ?? allergy.criticality) : '',
      dayInTable(allergy.onsetOn, written),
    ])),
  };
}

function diagnoses({ diagnoses: listed }: HealthSummary, texts: ReportTexts, written: Written): Section {
  const { diagnosis, code, certainty, since } = texts.columns;
  return {
    heading: texts.sections.diagnoses,
    remark: listed.length === 0 ? texts.noDiagnoses : '',
    table: table([[diagnosis, 5], [code, 1.6], [certainty, 1.4], [since, 1.4]], listed.map((row) => [
      row.text, row.code ?? '', texts.verification[row.verification] ?? row.verification, dayInTable(row.onsetOn, written),
    ])),
  };
}

function treatments({ treatments: listed, medicationReview }: HealthSummary, texts: ReportTexts, written: Written): Section {
  const { treatment, kind, dose, from, until } = texts.columns;
  const medications = listed.filter((row) => row.kind === 'medication').length;
  const review = texts.medicationReview(medicationReview, medications, dayOrNothing(medicationReview.reviewedOn, written));
  return {
    heading: texts.sections.treatments,
    remark: listed.length === 0 ? `${texts.noTreatments} ${review}` : review,
    table: table([[treatment, 4], [kind, 1.4], [dose, 3], [from, 1.4], [until, 1.4]], listed.map((row) => [
      row.text, texts.treatmentKind[row.kind] ?? row.kind, [row.dose, row.frequency, row.instructions].filter(Boolean).join(', '), dayInTable(row.from, written), dayInTable(row.to, written),
    ])),
  };
}

function visits({ visits: listed }: HealthSummary, texts: ReportTexts, written: Written): Section {
  const { date, reason, doctor, location } = texts.columns;
  return {
    heading: texts.sections.visits,
    remark: listed.length === 0 ? texts.noVisits : '',
    table: table([[date, 1.4], [reason, 4], [doctor, 2.4], [location, 2.4]], listed.map((visit) => [
      dayInTable(visit.localTime, written),
      [visit.reason ?? visit.type ?? '', visit.status === 'open' ? `(${texts.openVisit})` : ''].filter(Boolean).join(' '),
      visit.doctor ?? '',
      visit.location ?? '',
    ])),
  };
}

function dayOrNothing(day: string | null, written: Written): string {
  return day === null ? '' : written.day(day);
}

function dayInTable(day: string | null, written: Written): string {
  return day === null ? '' : written.dayInTable(day);
}
