import type { Age } from './health-summary';
import type { ReportTexts } from './report-texts';

export const english: ReportTexts = {
  locale: 'en-GB',
  title: 'Health summary',
  period: (from, to) => `${from} to ${to}`,
  madeOn: (date, askedFor) => `Made on ${date}, ${askedFor}`,
  askedForByDoctor: (name) => (name === null ? 'asked for by a doctor' : `asked for by ${name}`),
  askedForByPatient: 'asked for by the patient or a person who acts for them',
  madeBy: (organisation) => `Made from the records of ${organisation}`,
  page: ['Page ', ' of ', ''],
  unknown: 'Unknown',
  notRecorded: 'Not recorded',
  facts: {
    born: 'Born',
    age: 'Age',
    sex: 'Sex',
    gender: 'Gender',
    mrn: 'Record number',
    phone: 'Phone',
    email: 'E-mail',
    address: 'Address',
    language: 'Language',
    died: 'Died',
    alsoKnownAs: 'Also known as',
    primaryDoctor: 'Primary doctor',
    doctorPhone: 'Doctor’s phone',
  },
  sex: { male: 'Male', female: 'Female', other: 'Other', unknown: 'Unknown' },
  age: ageInWords,
  noPrimaryDoctor: 'None named',
  body: { height: 'Height', weight: 'Weight', bodyMassIndex: 'Body mass index' },
  measuredOn: (date) => `on ${date}`,
  sections: {
    body: 'Height and weight',
    allergies: 'Allergies',
    diagnoses: 'Active diagnoses',
    treatments: 'Current treatments',
    visits: 'Visits',
    measures: 'Measures',
    charts: 'Measures over time',
  },
  columns: {
    substance: 'Substance',
    reaction: 'Reaction',
    criticality: 'Risk',
    since: 'Since',
    diagnosis: 'Diagnosis',
    code: 'Code',
    certainty: 'Certainty',
    treatment: 'Treatment',
    kind: 'Kind',
    dose: 'Dose and instructions',
    from: 'From',
    until: 'Until',
    date: 'Date',
    reason: 'Reason',
    doctor: 'Doctor',
    location: 'Place',
    measure: 'Measure',
    setting: 'Where',
    count: 'Count',
    lowest: 'Lowest',
    mean: 'Mean',
    median: 'Median',
    highest: 'Highest',
    first: 'First',
    latest: 'Latest',
  },
  criticality: { low: 'Low', high: 'High', 'unable-to-assess': 'Could not be assessed' },
  severity: { mild: 'mild', moderate: 'moderate', severe: 'severe' },
  verification: { unconfirmed: 'unconfirmed', provisional: 'Provisional', confirmed: 'Confirmed' },
  treatmentKind: { medication: 'Medication', procedure: 'Procedure', therapy: 'Therapy' },
  setting: { clinic: 'Clinic', home: 'Home' },
  openVisit: 'not yet completed',
  // Silence is never printed as "none": that word takes an answer somebody gave.
  allergyReview: ({ answer }, listed, date) => {
    if (answer === 'not-asked') return listed > 0 ? 'It is not recorded whether this list is complete.' : 'Not asked: it is not recorded whether this patient has allergies.';
    if (answer === 'none-known') return listed > 0 ? `“None known” was answered on ${date}, and yet there are entries: please check.` : `No known allergies, asked on ${date}.`;
    return listed > 0 ? `Last reviewed on ${date}.` : `Allergies were asked about on ${date}; this report has no active entry to show.`;
  },
  medicationReview: ({ answer }, listed, date) => {
    if (answer === 'not-asked') return listed > 0 ? 'It is not recorded whether the medication listed is all that is taken.' : 'Medication: not asked. It is not recorded whether this patient takes any.';
    if (answer === 'none-known') return listed > 0 ? `Medication: “none” was answered on ${date}, and yet there are entries: please check.` : `Medication: none taken, asked on ${date}.`;
    return listed > 0 ? `Medication last reviewed on ${date}.` : `Medication was asked about on ${date}; this report has no current entry to show.`;
  },
  noDiagnoses: 'No active diagnosis is recorded.',
  noTreatments: 'No current treatment is recorded.',
  noVisits: 'No visit is recorded in this period.',
  noMeasures: 'No measure is recorded in this period.',
  measuresNote: 'Values taken in the period, at the clinic and at home apart.',
  chartKey: 'Filled marks, solid line: at the clinic. Open marks, dashed line: at home.',
  condensedKey: 'Where values are many, the line is their median and the shade reaches from the lowest to the highest.',
  chartAlt: ({ measure, unit, setting, count, lowest, highest, first, firstOn, last, lastOn }) =>
    `${measure}${unit ? `, ${unit}` : ''}, ${setting.toLowerCase()}: ${count === 1 ? `one value, ${first} on ${firstOn}` : `${count} values between ${lowest} and ${highest}, from ${first} on ${firstOn} to ${last} on ${lastOn}`}.`,
  reportNote: 'This summary shows what has been released to the patient up to the time it was made. It does not take the place of medical advice.',
};

function ageInWords({ years, yearsAtMost, months, days }: Age): string {
  if (days !== undefined) return counted(days, 'day');
  if (months !== undefined) return counted(months, 'month');
  return years === yearsAtMost ? counted(years, 'year') : `${years} or ${counted(yearsAtMost, 'year')}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
