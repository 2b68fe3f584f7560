import { type Build, buildFrom, heightOn, weightOn } from './body';
import type { ConditionKey } from './conditions';
import { type Day, yearsBetween } from './days';
import { type Illness, underTreatment } from './illness';
import type { Person } from './person';
import type { Random } from './random';

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** What would be measured of one person on any day. Each asking adds the scatter of a reading. */
export class Vitals {
  private readonly build: Build;
  private readonly own: { readonly systolic: number; readonly diastolic: number; readonly heartRate: number; readonly cholesterol: number; readonly creatinine: number; readonly ill: number };
  private readonly illnesses: ReadonlyMap<ConditionKey, Illness>;

  constructor(
    private readonly random: Random,
    private readonly person: Person,
    illnesses: readonly Illness[],
  ) {
    this.illnesses = new Map(illnesses.map((illness) => [illness.condition.key, illness]));
    this.build = buildFrom(random, illnesses.reduce((sum, { condition }) => sum + (condition.weight ?? 0), 0));
    this.own = {
      systolic: random.normal(0, 6),
      diastolic: random.normal(0, 4),
      heartRate: random.normal(72, 7),
      cholesterol: random.normal(188, 22),
      creatinine: random.normal(person.sex === 'male' ? 0.96 : 0.8, 0.1),
      ill: random.fraction(),
    };
  }

  private age(day: Day): number {
    return yearsBetween(this.person.born, day);
  }

  /** mm[Hg]: systolic and diastolic. At home it is lower than before a doctor. */
  pressure(day: Day, setting: 'clinic' | 'home'): { systolic: number; diastolic: number } {
    const age = this.age(day);
    const healthy = (age < 18 ? 93 + 1.2 * age : 114 + 0.22 * Math.min(age - 18, 65)) + this.own.systolic * (age < 18 ? 0.6 : 1);
    const illness = this.illnesses.get('hypertension');
    const level = illness ? underTreatment(Math.min(healthy, 128), 152 + 24 * this.own.ill, illness, day, 25) : healthy;
    const read = level + this.random.normal(0, setting === 'home' ? 4 : 5.5) - (setting === 'home' ? 4 : 0);
    const systolic = clamp(read, age < 18 ? 72 : 86, age < 18 ? 150 : 215);
    const low = 25 + 0.42 * systolic + this.own.diastolic - 0.25 * Math.max(0, age - 65) + this.random.normal(0, 3);
    return { systolic, diastolic: clamp(low, age < 18 ? 36 : 46, systolic - 18) };
  }

  /** /min */
  heartRate(day: Day, fever: boolean): number {
    const age = this.age(day);
    const resting = age < 12 ? 128 - 4.6 * age : this.own.heartRate;
    return clamp(resting + this.random.normal(fever ? 12 : 0, 4), age < 12 ? 62 : 46, age < 12 ? 175 : 135);
  }

  /** cm */
  height(day: Day): number {
    return heightOn(day, this.person, this.build);
  }

  /** kg. Whose diabetes is treated loses a little. */
  weight(day: Day): number {
    const diabetes = this.illnesses.get('diabetes');
    const lost = diabetes ? 0.05 - underTreatment(0, 0.05, diabetes, day, 120) : 0;
    return weightOn(day, this.person, this.build, lost) * (1 + this.random.normal(0, 0.008));
  }

  /** Cel */
  temperature(fever: boolean): number {
    return fever ? this.random.within(37.6, 39.3) : this.random.normal(36.7, 0.2);
  }

  /** % */
  saturation(breathing: boolean): number {
    const usual = this.illnesses.has('copd') ? 93.5 : 97.6;
    return clamp(this.random.normal(usual - (breathing ? 1.2 : 0), 1), 86, 100);
  }

  /** /min */
  respiratoryRate(day: Day): number {
    const age = this.age(day);
    return clamp(this.random.normal(age < 6 ? 26 : age < 12 ? 20 : this.illnesses.has('copd') ? 19 : 15, 1.6), 11, 48);
  }

  /** % */
  haemoglobinA1c(day: Day): number {
    const diabetes = this.illnesses.get('diabetes');
    const level = diabetes ? underTreatment(6.1, 7.8 + 2.2 * this.own.ill, diabetes, day, 75) : 5.2 + 0.5 * this.own.ill;
    return clamp(level + this.random.normal(0, 0.12), 4.5, 13);
  }

  /** mg/dL, fasting: about what the HbA1c is an average of (Nathan 2008). */
  glucose(day: Day): number {
    return clamp(28.7 * this.haemoglobinA1c(day) - 54 + this.random.normal(0, 8), 66, 390);
  }

  /** mg/dL */
  creatinine(day: Day): number {
    return clamp(this.own.creatinine + 0.005 * Math.max(0, this.age(day) - 60) + this.random.normal(0, 0.05), 0.4, 2.4);
  }

  /** mg/dL */
  cholesterol(day: Day): number {
    const lipids = this.illnesses.get('lipids');
    const level = lipids ? underTreatment(185, 235 + 50 * this.own.ill, lipids, day, 30) : this.own.cholesterol;
    return clamp(level + this.random.normal(0, 8), 105, 380);
  }
}
