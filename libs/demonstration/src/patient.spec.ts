import type { HumanName } from '@anamnesis/users';
import { bodyMassIndexCode, heightCode, systolicCode, weightCode } from '@anamnesis/visits';
import { aClinic, aDay, aPopulation, type APatient, textOf } from './testing/a-population';

const size = 3000;
const people = aPopulation(size);
const today = `${aDay}T00:00:00.000Z`;

const jsonOf = <T>(cell: unknown): T => (cell as { json: T }).json;
const namesOf = (patient: APatient): HumanName[] => jsonOf<HumanName[]>(patient.patient[0]!.names);
const ageOf = (patient: APatient): number => (Date.parse(aDay) - Date.parse(textOf(patient.patient[0]!.birth_date))) / (365.25 * 86_400_000);
const share = (those: readonly APatient[], among: readonly APatient[] = people): number => those.length / among.length;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const valuesOf = (patient: APatient, code: string): number[] => patient.measure.filter((measure) => measure.code === code && measure.setting === 'clinic').map(({ quantity }) => Number(quantity));

describe('Who comes to the demonstration clinic', () => {
  it.each([[0, 20, 0.19], [20, 40, 0.26], [40, 60, 0.27], [60, 80, 0.22], [80, 110, 0.065]])('has about the ages of a town: from %i to %i a share of %f', (from, to, expected) => {
    expect(Math.abs(share(people.filter((patient) => ageOf(patient) >= from && ageOf(patient) < to)) - expected)).toBeLessThan(0.025);
  });

  it('is half female, and more so among the old', () => {
    const female = people.filter(({ patient }) => patient[0]!.sex === 'female');
    const old = people.filter((patient) => ageOf(patient) >= 80);
    expect(Math.abs(share(female) - 0.52)).toBeLessThan(0.03);
    expect(share(old.filter(({ patient }) => patient[0]!.sex === 'female'), old)).toBeGreaterThan(0.56);
  });

  it('has died in some cases, seldom young, and nothing happens afterwards', () => {
    const dead = people.filter(({ patient }) => patient[0]!.deceased_at !== null);
    expect(share(dead)).toBeGreaterThan(0.01);
    expect(share(dead)).toBeLessThan(0.05);
    expect(mean(dead.map(ageOf))).toBeGreaterThan(65);
    for (const { patient, visit, measure, appointment } of dead) {
      const died = textOf(patient[0]!.deceased_at);
      expect(appointment).toEqual([]);
      for (const { started_at } of visit) expect(textOf(started_at) < died).toBe(true);
      for (const { taken_at } of measure) expect(textOf(taken_at) < died).toBe(true);
    }
  });

  it('is reached by numbers and addresses that are nobody else’s', () => {
    for (const { patient } of people) {
      const [{ phone, email }] = patient as [APatient['patient'][0]];
      if (phone !== null) expect(phone).toMatch(/^\+(49 30|1 617) 555 ?01\d\d$/);
      if (email !== null) expect(email).toMatch(/^[a-z.]+\.\d+@example\.org$/);
    }
  });

  it('lives where codes of country and region say so', () => {
    const regions = new Set(people.map(({ patient }) => jsonOf<{ country: string; region: string }>(patient[0]!.address)).map(({ country, region }) => `${country}-${region}`));
    expect([...regions].sort()).toEqual(['DE-BB', 'DE-BE', 'US-MA', 'US-NH']);
    expect(new Set(people.map(({ patient }) => patient[0]!.zone))).toEqual(new Set(['Europe/Berlin', 'America/New_York']));
  });
});

describe('Their names', () => {
  it('are written in the scripts of many languages, with the code of each', () => {
    const scriptLetters: Record<string, RegExp> = {
      Latn: /^[\p{Script=Latin}\p{M} ’.-]+$/u, Cyrl: /^[\p{Script=Cyrillic} ]+$/u, Arab: /^[\p{Script=Arabic} ]+$/u, Hebr: /^[\p{Script=Hebrew} ]+$/u, Grek: /^[\p{Script=Greek} ]+$/u, Deva: /^[\p{Script=Devanagari} ]+$/u,
      Thai: /^[\p{Script=Thai} ]+$/u, Hans: /^\p{Script=Han}+$/u, Hant: /^\p{Script=Han}+$/u, Hang: /^\p{Script=Hangul}+$/u, Jpan: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana} ]+$/u,
    };
    const seen = new Set<string>();
    for (const name of people.flatMap(namesOf)) {
      seen.add(name.script ?? '');
      expect(name.text.normalize('NFC')).toMatch(scriptLetters[name.script ?? ''] ?? /^$/);
    }
    expect([...seen].sort()).toEqual(Object.keys(scriptLetters).sort());
  });

  it('have the family’s name first where their language has, and one name alone where there is no other', () => {
    const byScript = (script: string): HumanName[] => people.map((patient) => namesOf(patient)[0]!).filter((name) => name.script === script);
    for (const name of [...byScript('Hans'), ...byScript('Hang')]) expect(name.text).toBe(`${name.family ?? ''}${name.given?.[0] ?? ''}`);
    for (const name of byScript('Jpan')) expect(name.text).toBe(`${name.family ?? ''} ${name.given?.[0] ?? ''}`);
    for (const name of byScript('Cyrl')) expect(name.text).toBe(`${name.given?.[0] ?? ''} ${name.family ?? ''}`);
    expect(byScript('Latn').some(({ text, family }) => text.startsWith('Nguyễn ') && family === 'Nguyễn')).toBe(true);
    const alone = people.map((patient) => namesOf(patient)[0]!).filter(({ family }) => family === undefined);
    expect(alone.length).toBeGreaterThan(10);
    for (const name of alone) expect(name.text).not.toContain(' ');
  });

  it('are never that of the demonstration patient, who is searched for by it', () => {
    expect(people.flatMap(namesOf).filter(({ text }) => text.toLowerCase().includes('lindqvist'))).toEqual([]);
  });

  it('stand a second time in Latin letters for some, and never for those written so already', () => {
    const others = people.filter((patient) => namesOf(patient)[0]!.script !== 'Latn');
    const transcribed = others.filter((patient) => namesOf(patient).length === 2);
    expect(share(transcribed, others)).toBeGreaterThan(0.35);
    expect(share(transcribed, others)).toBeLessThan(0.55);
    for (const patient of transcribed) expect(namesOf(patient)[1]).toMatchObject({ script: 'Latn', use: 'official' });
    for (const patient of people.filter((one) => !others.includes(one))) expect(namesOf(patient)).toHaveLength(1);
  });
});

describe('How often they come', () => {
  it('is twice in the years that are told, seldom for most and often for few', () => {
    const visits = people.map(({ visit }) => visit.length);
    expect(mean(visits)).toBeGreaterThan(1.6);
    expect(mean(visits)).toBeLessThan(2.4);
    expect(visits.filter((count) => count <= 1).length / size).toBeGreaterThan(0.5);
    expect(Math.max(...visits)).toBeGreaterThan(12);
  });

  it('leaves six to eight measures each, so that a million patients have more than five million', () => {
    const measures = mean(people.map(({ measure }) => measure.length));
    expect(measures).toBeGreaterThan(6);
    expect(measures).toBeLessThan(8.2);
  });

  it('is on working days in the past, while the doctor is there', () => {
    for (const visit of people.flatMap(({ visit: visits }) => visits)) {
      if (visit.status === 'open') continue;
      expect(textOf(visit.started_at) < today).toBe(true);
      expect(textOf(visit.ended_at) > textOf(visit.started_at)).toBe(true);
    }
    for (const { patient, visit } of people.slice(0, 500)) {
      for (const { started_at } of visit) {
        // A specialist may sit at the other place; there it is day too.
        const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: textOf(patient[0]!.zone) }).format(new Date(textOf(started_at)));
        expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(weekday);
      }
    }
  });

  it('means for few that they sit there now, and have not been shown what is being written', () => {
    const open = people.flatMap((patient) => patient.visit.filter(({ status }) => status === 'open').map((visit) => ({ patient, visit })));
    expect(open.length / size).toBeGreaterThan(0.008);
    expect(open.length / size).toBeLessThan(0.035);
    for (const { patient, visit } of open) {
      expect(visit).toMatchObject({ ended_at: null, completed_at: null, patient_visible_from: null });
      expect(textOf(visit.started_at).slice(0, 10)).toBe(aDay);
      for (const measure of patient.measure.filter(({ visit_id }) => visit_id === visit.id)) expect(measure.patient_visible_from).toBeNull();
    }
  });

  it('shows the patient what was completed from then on, as completing a visit does', () => {
    for (const patient of people) {
      for (const visit of patient.visit.filter(({ status }) => status === 'completed')) {
        expect(visit.patient_visible_from).toBe(visit.completed_at);
        for (const row of [...patient.measure, ...patient.diagnosis, ...patient.treatment, ...patient.allergy, ...patient.immunization].filter(({ visit_id }) => visit_id === visit.id)) expect(row.patient_visible_from).toBe(visit.completed_at);
      }
    }
  });
});

describe('What is measured', () => {
  /** Newly found here, and seen again after the treatment had its time. */
  const before: number[] = [];
  const after: number[] = [];
  const sugarBefore: number[] = [];
  const sugarAfter: number[] = [];
  for (const patient of people) {
    const follow = (illness: string, code: string, first: number[], later: number[]): void => {
      const diagnosis = patient.diagnosis.find(({ text }) => text === illness);
      const visit = patient.visit.find(({ id }) => id === diagnosis?.visit_id);
      if (!diagnosis || !visit || textOf(diagnosis.onset_on) !== textOf(visit.started_at).slice(0, 10)) return;
      const readings = patient.measure.filter((measure) => measure.code === code && measure.setting === 'clinic');
      const days = ({ taken_at }: APatient['measure'][0]): number => (Date.parse(textOf(taken_at)) - Date.parse(textOf(visit.started_at))) / 86_400_000;
      first.push(...readings.filter(({ visit_id }) => visit_id === visit.id).map(({ quantity }) => Number(quantity)));
      later.push(...readings.filter((reading) => days(reading) > 80).map(({ quantity }) => Number(quantity)));
    };
    follow('Essential hypertension', systolicCode, before, after);
    follow('Type 2 diabetes mellitus', '4548-4', sugarBefore, sugarAfter);
  }

  it('tells of pressure that is found high and falls by 15 mmHg and more under treatment', () => {
    expect(before.length).toBeGreaterThan(80);
    expect(after.length).toBeGreaterThan(80);
    expect(mean(before)).toBeGreaterThan(150);
    expect(mean(before) - mean(after)).toBeGreaterThan(15);
  });

  it('tells of an HbA1c that falls by 1 % and more under treatment', () => {
    expect(mean(sugarBefore)).toBeGreaterThan(7.8);
    expect(mean(sugarBefore) - mean(sugarAfter)).toBeGreaterThan(1);
  });

  it('lets children grow and adults stay as tall as they are', () => {
    let grown = 0;
    for (const patient of people) {
      const heights = valuesOf(patient, heightCode);
      const age = ageOf(patient);
      if (age < 15) {
        expect([...heights].sort((one, other) => one - other)).toEqual(heights);
        grown += heights.length > 1 ? 1 : 0;
      } else if (age > 27 && heights.length > 1) expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(2);
    }
    expect(grown).toBeGreaterThan(60);
  });

  it('gives adults a body mass index of about 26 in the middle, derived from weight and height by the product’s own rule', () => {
    const indices: number[] = [];
    for (const patient of people) {
      const byId = new Map(patient.measure.map((measure) => [measure.id, measure]));
      for (const { quantity, derived_from, origin } of patient.measure.filter(({ code }) => code === bodyMassIndexCode)) {
        const [weight, height] = (derived_from as string[]).map((id) => byId.get(id)!);
        expect([origin, weight?.code, height?.code]).toEqual(['derived', weightCode, heightCode]);
        expect(Math.abs(Number(quantity) - Number(weight?.quantity) / (Number(height?.quantity) / 100) ** 2)).toBeLessThan(0.051);
        if (ageOf(patient) > 30) indices.push(Number(quantity));
      }
    }
    const median = indices.sort((one, other) => one - other)[Math.floor(indices.length / 2)]!;
    expect(Math.abs(median - 26)).toBeLessThan(1);
  });

  it('is a pressure in two rows of one panel, systolic above diastolic', () => {
    for (const { measure } of people) {
      for (const parts of Map.groupBy(measure.filter(({ panel_id }) => panel_id !== null), ({ panel_id }) => panel_id).values()) {
        expect(parts.map(({ code, panel_code }) => [code, panel_code])).toEqual([['8480-6', '85354-9'], ['8462-4', '85354-9']]);
        expect(Number(parts[0]!.quantity)).toBeGreaterThan(Number(parts[1]!.quantity) + 10);
      }
    }
  });

  it('is measured at home by some with high pressure, without a visit, and a little lower than before a doctor', () => {
    const atHome = people.filter(({ measure }) => measure.some(({ setting }) => setting === 'home'));
    expect(share(atHome)).toBeGreaterThan(0.015);
    for (const { diagnosis, measure } of atHome) {
      expect(diagnosis.map(({ text }) => text)).toContain('Essential hypertension');
      for (const { visit_id } of measure.filter(({ setting }) => setting === 'home')) expect(visit_id).toBeNull();
    }
  });
});

describe('What is asked and given', () => {
  it('is written down where allergies were asked for: listed or none known, never both', () => {
    for (const { allergy, list_review } of people) {
      const answers = list_review.filter(({ list }) => list === 'allergy').map(({ answer }) => answer);
      if (allergy.length > 0) expect(answers).toEqual(['listed']);
      else expect([[], ['none-known']]).toContainEqual(answers);
    }
    expect(share(people.filter(({ allergy }) => allergy.length > 0))).toBeGreaterThan(0.08);
  });

  it('treats each chronic illness, and ends what was for a few days', () => {
    for (const { diagnosis, treatment, visit } of people) {
      const open = new Set<unknown>(visit.filter(({ status }) => status === 'open').map(({ id }) => id));
      for (const { text } of diagnosis.filter(({ status, visit_id }) => status === 'active' && !(typeof visit_id === 'string' && open.has(visit_id)))) {
        expect(treatment.some(({ reason_coding }) => jsonOf<{ text: string }>(reason_coding).text === text) || !/hypertension|diabetes|Asthma|Hypothyroidism|lung|Depressive|arthritis|Migraine|lipid/.test(textOf(text))).toBe(true);
      }
      for (const { ends_on, status } of treatment) if (ends_on !== null && textOf(ends_on) < aDay) expect(status).toBe('completed');
    }
  });
});

describe('The clinic’s study', () => {
  it('has so many consents that k = 11 lets in nearly all of them, also in a clinic of 120', () => {
    const participations = people.slice(0, 120).filter(({ participation }) => participation[0]?.status === 'consented');
    const ofSex = Map.groupBy(participations, ({ patient }) => patient[0]!.sex);
    const admitted = [...ofSex.values()].filter((members) => members.length >= 11).flat();
    expect(participations.length).toBeGreaterThan(45);
    expect(admitted.length / participations.length).toBeGreaterThan(0.9);
  });

  it('was agreed to in the past by people who were there and of age', () => {
    for (const { patient, participation } of people) {
      for (const { consented_at, withdrawn_at, status } of participation) {
        expect(textOf(consented_at) < '2026-08-20').toBe(true);
        expect(textOf(consented_at) > '2025-10-21').toBe(true);
        expect(status === 'withdrawn').toBe(withdrawn_at !== null);
        expect(Date.parse(textOf(consented_at)) - Date.parse(textOf(patient[0]!.birth_date))).toBeGreaterThan(18 * 365 * 86_400_000);
      }
    }
  });
});

describe('A seed', () => {
  const text = (patients: readonly APatient[]): string => JSON.stringify(patients);

  it('and a day tell everything: the same make the same rows, letter for letter', () => {
    expect(text(aPopulation(50))).toBe(text(people.slice(0, 50)));
    expect(text(aPopulation(50, aClinic(8)))).not.toBe(text(people.slice(0, 50)));
    expect(text(aPopulation(50, aClinic(7, '2026-11-26')))).not.toBe(text(people.slice(0, 50)));
  });

  it('makes each patient the same whoever else is made', () => {
    expect(text(aPopulation(3, aClinic(), 1501))).toBe(text(people.slice(1501, 1504)));
  });

  it('makes ids that are of the form of version 7, all different, those of patients rising', () => {
    const ids = people.flatMap((patient) => Object.values(patient).flat().flatMap((row) => ('id' in row ? [textOf(row.id)] : [])));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    const patientIds = people.map(({ patient }) => textOf(patient[0]!.id));
    expect([...patientIds].sort()).toEqual(patientIds);
  });
});
