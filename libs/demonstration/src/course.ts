import type { Clinic } from './clinic';
import { snomed, type Named } from './codings';
import { type Day, isoDay, yearsBetween } from './days';
import type { Illness } from './illness';
import { cholesterol, creatinine, glucose, haemoglobinA1c, heartRate, height, lyingHeight, respiratoryRate, saturation, temperature, weight } from './measure-kinds';
import type { Person } from './person';
import type { Plan, PlannedVisit } from './plan-visits';
import { allergiesFrom, vaccinesFrom } from './prevention';
import type { Random } from './random';
import type { ChartRecord, Occasion } from './record';
import { hoursOfDay, type Doctor } from './team';
import { Vitals } from './vitals';

const checkUp = snomed('185349003', 'Encounter for check up');
const forSymptom = snomed('185345009', 'Encounter for symptom');
const followUp = snomed('390906007', 'Follow-up encounter');
const smoking: readonly (readonly [Named, number])[] = [
  [snomed('266919005', 'Never smoker'), 56], [snomed('8517006', 'Former smoker'), 25], [snomed('449868002', 'Current every day smoker'), 19],
];
const heightAgainDays = 4 * 365;
const wellControlled = 140;

export interface CourseOf {
  readonly clinic: Clinic;
  readonly person: Person;
  readonly plan: Plan;
  /** Who sees the patient at a visit: mostly their own doctor. */
  readonly doctorAt: (visit: PlannedVisit, place: number) => Doctor;
}

/** Writes down what happens to one person over the years. */
export class Course {
  private readonly vitals: Vitals;
  private readonly given = new Set<string>();

  constructor(
    private readonly random: Random,
    private readonly of: CourseOf,
    private readonly record: ChartRecord,
  ) {
    this.vitals = new Vitals(random, of.person, of.plan.illnesses);
  }

  write(): void {
    for (const [place, visit] of this.of.plan.visits.entries()) this.writeVisit(visit, place);
    this.writeHomeMeasures();
  }

  private writeVisit(visit: PlannedVisit, place: number): void {
    const { random, record } = this;
    const { person, plan } = this.of;
    const doctor = this.of.doctorAt(visit, place);
    const noted = plan.illnesses.filter((illness) => illness.noted === visit.day);
    const inCare = plan.illnesses.filter((illness) => illness.noted <= visit.day);
    const open = visit.open === true;
    const [from, to] = random.pick(hoursOfDay(doctor.opens));
    const minutes = open ? doctor.opens + random.between(1, 20) * 5 : from + random.between(0, (to - from) / 20 - 1) * 20;
    const pressure = this.vitals.pressure(visit.day, 'clinic');
    const about = this.about(visit, noted, inCare, pressure.systolic);
    const occasion = record.beginVisit({ day: visit.day, minutes, length: random.between(10, 25), doctor, open }, about);
    this.measure(visit, place === 0, inCare, pressure, occasion);
    for (const illness of noted) this.note(illness, occasion);
    this.strengthen(inCare, visit, pressure.systolic, occasion);
    if (visit.complaint) this.complain(visit, occasion);
    else if (!open) this.vaccinate(visit.day, occasion);
    if (place === 0) this.ask(person, inCare, doctor, occasion);
  }

  private about({ complaint, control }: PlannedVisit, noted: readonly Illness[], inCare: readonly Illness[], systolic: number): { reason: string; type: Named; reasonCoding: Named | null; note: string | null } {
    if (complaint) return { reason: complaint.reason, type: forSymptom, reasonCoding: complaint.diagnosis, note: complaint.note };
    const [first] = noted;
    if (first) return { reason: first.onset < first.noted ? 'Introduction, known illness' : 'Check-up', type: checkUp, reasonCoding: first.condition.diagnosis, note: `${noted.map(({ condition }) => condition.diagnosis.text).join(', ')}: talked over, ${first.medication.drug.text} ${first.onset < first.noted ? 'goes on' : 'begun'}.` };
    const pressure = inCare.find(({ condition }) => condition.key === 'hypertension');
    if (!control) return { reason: 'Check-up', type: checkUp, reasonCoding: null, note: null };
    const followed = pressure ?? inCare[0];
    if (!followed) return { reason: 'Check-up', type: checkUp, reasonCoding: null, note: null };
    const how = pressure ? `Pressure ${String(Math.round(systolic))} systolic, ${systolic < wellControlled ? 'under control' : 'not yet where it should be'} with ${pressure.medication.drug.text}.` : `Feels well with ${followed.medication.drug.text}, goes on.`;
    return { reason: `Control: ${followed.condition.diagnosis.text}`, type: followUp, reasonCoding: followed.condition.diagnosis, note: how };
  }

  private measure(visit: PlannedVisit, first: boolean, inCare: readonly Illness[], pressure: { systolic: number; diastolic: number }, occasion: Occasion): void {
    const { random, record, vitals } = this;
    const age = yearsBetween(this.of.person.born, visit.day);
    const has = (key: Illness['condition']['key']): boolean => inCare.some(({ condition }) => condition.key === key);
    const { complaint } = visit;
    const fever = complaint?.fever === true && random.chance(age < 14 ? 0.7 : 0.4);
    if (age < 16 ? random.chance(age < 6 ? 0 : 0.3) : random.chance(complaint && !has('hypertension') ? 0.5 : 0.95)) {
      record.pressure(pressure, occasion);
      if (random.chance(0.35)) record.measure(heartRate, vitals.heartRate(visit.day, fever), occasion);
    }
    if (random.chance(age < 16 ? 0.9 : complaint ? 0.2 : 0.6)) this.weigh(visit.day, age, first, occasion);
    if (complaint?.fever === true) record.measure(temperature, vitals.temperature(fever), occasion);
    if (complaint?.breathing === true || ((has('copd') || has('asthma')) && random.chance(0.5))) {
      record.measure(saturation, vitals.saturation(complaint?.breathing === true), occasion);
      if (random.chance(0.4)) record.measure(respiratoryRate, vitals.respiratoryRate(visit.day), occasion);
    }
    if (has('diabetes') && !complaint) {
      record.measure(haemoglobinA1c, vitals.haemoglobinA1c(visit.day), occasion);
      record.measure(glucose, vitals.glucose(visit.day), occasion);
    }
    if ((has('diabetes') || has('hypertension')) && random.chance(0.3)) record.measure(creatinine, vitals.creatinine(visit.day), occasion);
    if (age > 35 && !complaint && random.chance(has('lipids') ? 0.8 : 0.12)) record.measure(cholesterol, vitals.cholesterol(visit.day), occasion);
    if (first && age > 17 && random.chance(0.25)) record.smoking(random.weighted(smoking), occasion);
  }

  private weigh(day: Day, age: number, first: boolean, occasion: Occasion): void {
    const newest = this.record.newestHeightOn;
    if (age < 2) this.record.measure(lyingHeight, this.vitals.height(day), occasion);
    else if (age < 19 || first || newest === undefined || day - newest > heightAgainDays) this.record.measure(height, this.vitals.height(day), occasion);
    this.record.measure(weight, this.vitals.weight(day), occasion);
  }

  private note({ condition, onset, noted, medication, treatedFrom }: Illness, occasion: Occasion): void {
    this.record.diagnose(condition.diagnosis, onset, null, occasion);
    const { drug, dose, frequency } = medication;
    this.record.treat('medication', drug, { dose, frequency, from: treatedFrom, until: null, because: condition.diagnosis }, occasion);
    if (condition.therapy !== undefined && this.random.chance(0.35)) {
      const until = noted + 90;
      this.record.treat('therapy', { system: null, code: null, text: condition.therapy }, { dose: null, frequency: 'once a week', from: noted, until, because: condition.diagnosis }, occasion);
    }
  }

  /** Where the first medication has had its time and has not done, another is added. */
  private strengthen(inCare: readonly Illness[], { day, complaint }: PlannedVisit, systolic: number, occasion: Occasion): void {
    for (const illness of inCare) {
      const { condition, treatedFrom, response } = illness;
      if (complaint || condition.secondLine === undefined || illness.addedFrom !== undefined || day - treatedFrom < 60) continue;
      const notEnough = condition.key === 'hypertension' ? systolic >= wellControlled + 4 : response < 0.5 && condition.key !== 'asthma' ? true : condition.key === 'asthma' && this.random.chance(0.15);
      if (!notEnough) continue;
      illness.addedFrom = day;
      const { drug, dose, frequency } = condition.secondLine;
      this.record.treat('medication', drug, { dose, frequency, from: day, until: null, because: condition.diagnosis }, occasion);
    }
  }

  private complain({ day, complaint }: PlannedVisit, occasion: Occasion): void {
    if (!complaint) return;
    const over = day + complaint.days;
    this.record.diagnose(complaint.diagnosis, day - this.random.between(1, 5), over < this.of.clinic.today && occasion.visibleFrom !== null ? over : null, occasion);
    if (!complaint.medication) return;
    const { drug, dose, frequency } = complaint.medication;
    this.record.treat('medication', drug, { dose, frequency, from: day, until: day + Math.min(complaint.days, 10), because: complaint.diagnosis }, occasion);
  }

  private vaccinate(day: Day, occasion: Occasion): void {
    for (const vaccine of vaccinesFrom(this.random, day, yearsBetween(this.of.person.born, day), this.given)) {
      if (vaccine.code !== null && vaccine.code !== '140') this.given.add(vaccine.code);
      this.record.immunise(vaccine, `L${isoDay(day).slice(2, 4)}${String(this.random.between(1000, 9999))}`, occasion);
    }
  }

  /** At the first visit somebody asks about allergies and medication, or forgets to. */
  private ask(person: Person, inCare: readonly Illness[], doctor: Doctor, occasion: Occasion): void {
    const allergies = allergiesFrom(this.random);
    for (const allergy of allergies) this.record.allergic(allergy, occasion);
    if (allergies.length > 0) this.record.review('allergy', 'listed', doctor, occasion);
    else if (this.random.chance(0.5)) this.record.review('allergy', 'none-known', doctor, occasion);
    if (inCare.length > 0) this.record.review('medication', 'listed', doctor, occasion);
    else if (yearsBetween(person.born, occasion.day) > 16 && this.random.chance(0.15)) this.record.review('medication', 'none-known', doctor, occasion);
  }

  /** Some of those with high pressure measure it in the mornings, for some weeks until now. */
  private writeHomeMeasures(): void {
    const { random, record, vitals } = this;
    const { clinic, person, plan } = this.of;
    if (person.died !== null || !plan.illnesses.some(({ condition }) => condition.key === 'hypertension') || !random.chance(0.2)) return;
    let day = clinic.today - 1;
    for (let left = random.between(4, 10); left > 0 && day > person.registered; left -= 1) {
      const occasion = record.atHome(day, random.between(380, 480));
      record.pressure(vitals.pressure(day, 'home'), occasion);
      if (random.chance(0.3)) record.measure(heartRate, vitals.heartRate(day, false), occasion);
      day -= random.between(1, 4);
    }
  }
}
