import { type Named, rxnorm, snomed, words } from './codings';
import type { Person, Sex } from './person';
import type { Random } from './random';
import type { Specialty } from './team';

export interface Medication {
  readonly drug: Named;
  readonly dose: string;
  readonly frequency: string;
}

export type ConditionKey = 'hypertension' | 'diabetes' | 'lipids' | 'asthma' | 'hypothyroidism' | 'copd' | 'depression' | 'arthrosis' | 'migraine';

/** A chronic illness, how often it is had, and what is done about it. */
export interface Condition {
  readonly key: ConditionKey;
  readonly diagnosis: Named;
  /** Share of those of an age and sex who have it. */
  readonly prevalence: (age: number, sex: Sex) => number;
  readonly firstLine: readonly Medication[];
  /** Added where the first did not do. */
  readonly secondLine?: Medication;
  readonly therapy?: string;
  readonly specialty?: Specialty;
  /** Share of their weight that goes with it. */
  readonly weight?: number;
}

const daily = (drug: Named, dose: string): Medication => ({ drug, dose, frequency: 'once a day' });
/** A share that rises with age, from nothing below `from` to `most` at `to`. */
const rising = (from: number, to: number, most: number) => (age: number): number => most * Math.max(0, Math.min(1, (age - from) / (to - from)));

/** Shares are about those of primary care in industrial countries, a little lower: who is well comes too. */
const conditions: readonly Condition[] = [
  {
    key: 'hypertension', diagnosis: snomed('59621000', 'Essential hypertension'), prevalence: rising(28, 78, 0.46), specialty: 'Cardiology', weight: 0.05,
    firstLine: [daily(rxnorm('314076', 'Lisinopril 10 mg'), '10 mg'), daily(words('Ramipril 5 mg'), '5 mg'), daily(words('Candesartan 8 mg'), '8 mg')],
    secondLine: daily(rxnorm('197361', 'Amlodipine 5 mg'), '5 mg'),
  },
  {
    key: 'diabetes', diagnosis: snomed('44054006', 'Type 2 diabetes mellitus'), prevalence: rising(35, 78, 0.15), specialty: 'Endocrinology', weight: 0.12, therapy: 'Nutrition counselling',
    firstLine: [{ drug: rxnorm('860975', 'Metformin 500 mg, extended release'), dose: '500 mg', frequency: 'twice a day' }],
    secondLine: daily(words('Empagliflozin 10 mg'), '10 mg'),
  },
  {
    key: 'lipids', diagnosis: snomed('55822004', 'Hyperlipidemia'), prevalence: rising(32, 75, 0.18), weight: 0.03,
    firstLine: [daily(rxnorm('312961', 'Simvastatin 20 mg'), '20 mg'), daily(words('Atorvastatin 20 mg'), '20 mg')],
  },
  {
    key: 'asthma', diagnosis: snomed('195967001', 'Asthma'), prevalence: (age) => (age < 3 ? 0 : age < 18 ? 0.07 : 0.045),
    firstLine: [{ drug: rxnorm('745679', 'Albuterol 0.09 mg a puff, inhaler'), dose: '2 puffs', frequency: 'when needed' }],
    secondLine: { drug: words('Budesonide 200 µg, inhaler'), dose: '1 puff', frequency: 'twice a day' },
  },
  {
    key: 'hypothyroidism', diagnosis: snomed('40930008', 'Hypothyroidism'), prevalence: (age, sex) => rising(20, 65, sex === 'female' ? 0.09 : 0.02)(age), specialty: 'Endocrinology', weight: 0.03,
    firstLine: [daily(rxnorm('966222', 'Levothyroxine 75 µg'), '75 µg')],
  },
  {
    key: 'copd', diagnosis: snomed('13645005', 'Chronic obstructive lung disease'), prevalence: rising(45, 75, 0.09), weight: -0.06, therapy: 'Breathing exercises in a group',
    firstLine: [{ drug: words('Tiotropium 18 µg, inhaler'), dose: '1 puff', frequency: 'once a day' }],
  },
  {
    key: 'depression', diagnosis: snomed('35489007', 'Depressive disorder'), prevalence: (age, sex) => (age < 15 ? 0 : sex === 'female' ? 0.06 : 0.035), therapy: 'Cognitive behavioural therapy',
    firstLine: [daily(words('Sertraline 50 mg'), '50 mg'), daily(words('Mirtazapine 15 mg'), '15 mg')],
  },
  {
    key: 'arthrosis', diagnosis: snomed('396275006', 'Osteoarthritis'), prevalence: rising(48, 80, 0.15), weight: 0.03, therapy: 'Physiotherapy',
    firstLine: [{ drug: rxnorm('310965', 'Ibuprofen 200 mg'), dose: '200 mg', frequency: 'when needed' }],
  },
  {
    key: 'migraine', diagnosis: snomed('37796009', 'Migraine'), prevalence: (age, sex) => (age < 12 || age > 65 ? 0 : sex === 'female' ? 0.05 : 0.02),
    firstLine: [{ drug: words('Sumatriptan 50 mg'), dose: '50 mg', frequency: 'when needed' }],
  },
];

export function conditionsFrom(random: Random, { sex }: Person, age: number): Condition[] {
  return conditions.filter(({ prevalence }) => random.chance(prevalence(age, sex)));
}
