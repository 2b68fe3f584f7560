import { cvx, type Named, snomed } from './codings';
import { monthOf, type Day } from './days';
import type { Random } from './random';

const influenza = cvx('140', 'Influenza, seasonal, injectable, preservative free');
const tetanus = cvx('113', 'Td (adult), preservative free');
const pneumococcal = cvx('33', 'Pneumococcal polysaccharide PPV23');
const zoster = cvx('187', 'Zoster recombinant');
const ofChildren: readonly (readonly [number, readonly Named[]])[] = [
  [1, [cvx('20', 'DTaP'), cvx('10', 'IPV')]],
  [2, [cvx('03', 'MMR'), cvx('21', 'Varicella')]],
  [7, [cvx('20', 'DTaP')]],
  [16, [cvx('165', 'HPV9')]],
];

/** What is given at a visit without an infection. @param given already: nobody gets another zoster */
export function vaccinesFrom(random: Random, day: Day, age: number, given: ReadonlySet<string>): Named[] {
  const due = ofChildren.find(([until]) => age < until)?.[1].filter(({ code }) => !given.has(code ?? '')) ?? [];
  if (age < 16) return random.chance(0.7) ? due : [];
  const flu = age >= 60 && monthOf(day) >= 9 && random.chance(0.7) ? [influenza] : [];
  const once = age >= 60 ? [pneumococcal, zoster].filter(({ code }) => !given.has(code ?? '') && random.chance(0.12)) : [];
  return [...flu, ...once, ...(!given.has('113') && random.chance(0.07) ? [tetanus] : [])];
}

export interface Allergy {
  readonly substance: Named;
  readonly category: 'medication' | 'food' | 'environment';
  readonly reaction: string;
  readonly severity: 'mild' | 'moderate' | 'severe';
}

const allergies: readonly (readonly [Allergy, number])[] = [
  [{ substance: snomed('91936005', 'Allergy to penicillin'), category: 'medication', reaction: 'Hives', severity: 'moderate' }, 6],
  [{ substance: snomed('418689008', 'Allergy to grass pollen'), category: 'environment', reaction: 'Sneezing, itching eyes', severity: 'mild' }, 8],
  [{ substance: snomed('232346004', 'Allergy to cat dander'), category: 'environment', reaction: 'Sneezing', severity: 'mild' }, 3],
  [{ substance: snomed('91935009', 'Allergy to peanut'), category: 'food', reaction: 'Swelling of the lips, short of breath', severity: 'severe' }, 1],
  [{ substance: snomed('300916003', 'Latex allergy'), category: 'environment', reaction: 'Itching rash', severity: 'mild' }, 1],
  [{ substance: snomed('91939003', 'Allergy to sulfonamide'), category: 'medication', reaction: 'Rash', severity: 'moderate' }, 2],
];

export function allergiesFrom(random: Random): Allergy[] {
  if (!random.chance(0.15)) return [];
  const first = random.weighted(allergies);
  const second = random.weighted(allergies);
  return second !== first && random.chance(0.2) ? [first, second] : [first];
}
