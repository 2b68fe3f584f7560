import type { HealthSummary, MeasureSeries } from '../health-summary';

/** A summary of an ordinary year; what a test is about is said by the test. */
export function aHealthSummary(different: Partial<HealthSummary> = {}): HealthSummary {
  return {
    kind: 'health-summary',
    madeAt: '2026-03-04T09:30:00Z',
    madeOn: '2026-03-04',
    language: 'en',
    period: { from: '2025-03-04', to: '2026-03-04', zone: 'Europe/Berlin' },
    askedFor: { role: 'doctor', name: 'Dr. Amara Okafor' },
    organisation: { name: 'Lindenhof Family Practice', phone: '+49 30 555 01 00' },
    patient: {
      id: '0198c0de-0000-7000-8000-000000000001',
      name: 'Johanna Weiß',
      otherNames: [],
      mrn: 'LH-004711',
      birthDate: '1961-05-07',
      age: { years: 64, yearsAtMost: 64 },
      sex: 'female',
      gender: null,
      phone: '+49 170 555 0199',
      email: 'johanna@example.org',
      address: ['Lindenstraße 5', '10969 Berlin', 'DE'],
      language: 'de',
      deceasedOn: null,
    },
    body: {
      height: { code: '8302-2', value: 168.5, unit: 'cm', decimals: 1, takenAt: '2025-06-02T08:10:00Z', localTime: '2025-06-02T10:10:00' },
      weight: { code: '29463-7', value: 71.4, unit: 'kg', decimals: 2, takenAt: '2026-02-11T08:40:00Z', localTime: '2026-02-11T09:40:00' },
      bodyMassIndex: { code: '39156-5', value: 25.1, unit: 'kg/m2', decimals: 1, takenAt: '2026-02-11T08:40:00Z', localTime: '2026-02-11T09:40:00' },
    },
    primaryDoctor: { name: 'Dr. Amara Okafor', specialty: 'Family medicine', phone: '+49 30 555 01 01' },
    allergyReview: { answer: 'listed', reviewedOn: '2026-02-11' },
    allergies: [{ substance: 'Penicillin', reactions: [{ text: 'Hives', severity: 'moderate' }], criticality: 'high', verification: 'confirmed', onsetOn: '1984-03-01' }],
    medicationReview: { answer: 'listed', reviewedOn: '2026-02-11' },
    diagnoses: [
      { text: 'Essential hypertension', system: 'http://snomed.info/sct', code: '59621000', onsetOn: '2016-09-01', verification: 'confirmed' },
      { text: 'Prediabetes', system: 'http://snomed.info/sct', code: '15777000', onsetOn: null, verification: 'provisional' },
    ],
    treatments: [
      { kind: 'medication', text: 'Amlodipine 5 mg tablet', dose: '1 tablet', frequency: 'once a day', from: '2024-01-12', to: null, instructions: 'In the morning' },
      { kind: 'therapy', text: 'Physiotherapy, lower back', dose: null, frequency: 'twice a week', from: '2026-01-19', to: '2026-04-10', instructions: null },
    ],
    visits: [
      { startedAt: '2026-02-11T08:30:00Z', localTime: '2026-02-11T09:30:00', status: 'completed', type: null, reason: 'Blood pressure check', doctor: 'Dr. Amara Okafor', location: 'Lindenhof, Berlin' },
      { startedAt: '2025-06-02T08:00:00Z', localTime: '2025-06-02T10:00:00', status: 'completed', type: 'Yearly examination', reason: null, doctor: 'Dr. Amara Okafor', location: 'Lindenhof, Berlin' },
    ],
    measures: [
      aMeasureSeries({ values: yearOf(12, 138, 9) }),
      aMeasureSeries({ setting: 'home', values: yearOf(40, 131, 8) }),
      aMeasureSeries({ code: '8462-4', text: 'Diastolic blood pressure', values: yearOf(12, 86, 6) }),
      aMeasureSeries({ code: '8462-4', text: 'Diastolic blood pressure', setting: 'home', values: yearOf(40, 81, 5) }),
      aMeasureSeries({ code: '8867-4', text: 'Heart rate', unit: '/min', values: yearOf(12, 72, 7) }),
      aMeasureSeries({ code: '29463-7', text: 'Body weight', unit: 'kg', decimals: 2, values: yearOf(5, 71.8, 0.8) }),
    ],
    ...different,
  };
}

export function aMeasureSeries(different: Partial<Omit<MeasureSeries, 'values'>> & { values: MeasureSeries['values'] }): MeasureSeries {
  const { values } = different;
  const sorted = values.map(({ value }) => value).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [first = { value: 0, takenAt: '', localTime: '' }] = values;
  return {
    code: '8480-6',
    text: 'Systolic blood pressure',
    unit: 'mm[Hg]',
    decimals: 0,
    setting: 'clinic',
    count: values.length,
    min: at(0),
    mean: sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length),
    median: at(0.5),
    max: at(1),
    first,
    last: values.at(-1) ?? first,
    ...different,
  };
}

/** So many values over the year before 4 March 2026, the same ones each time. */
export function yearOf(count: number, middle: number, swing: number): MeasureSeries['values'] {
  const start = Date.UTC(2025, 2, 5, 8);
  return Array.from({ length: count }, (_, at) => {
    const takenAt = new Date(start + Math.floor(((at + 0.5) / count) * 364) * 86_400_000 + (at % 9) * 3_600_000).toISOString();
    const value = Math.round((middle + swing * Math.sin(at * 1.7) * Math.cos(at * 0.31)) * 10) / 10;
    return { value, takenAt, localTime: takenAt.slice(0, 19) };
  });
}
