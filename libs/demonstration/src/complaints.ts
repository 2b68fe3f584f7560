import { type Named, rxnorm, snomed, words } from './codings';
import type { Medication } from './conditions';
import type { Random } from './random';

/** What somebody comes with and is rid of after some days. */
export interface Complaint {
  readonly reason: string;
  readonly diagnosis: Named;
  readonly note: string;
  readonly days: number;
  readonly fever?: boolean;
  readonly breathing?: boolean;
  readonly medication?: Medication;
}

const threeTimes = (drug: Named, dose: string): Medication => ({ drug, dose, frequency: 'three times a day' });

const ofChildren: readonly Complaint[] = [
  { reason: 'Earache', diagnosis: snomed('65363002', 'Otitis media'), note: 'Ear drum red and bulging. Review in three days if no better.', days: 8, fever: true, medication: threeTimes(rxnorm('308182', 'Amoxicillin 250 mg'), '250 mg') },
  { reason: 'Cough and fever', diagnosis: snomed('54150009', 'Upper respiratory infection'), note: 'Throat red, lungs clear. Fluids and rest.', days: 7, fever: true, breathing: true },
  { reason: 'Vomiting and diarrhoea', diagnosis: snomed('25374005', 'Gastroenteritis'), note: 'Drinks, no signs of dehydration.', days: 5, fever: true },
  { reason: 'Itching rash', diagnosis: snomed('40275004', 'Contact dermatitis'), note: 'Both forearms. Emollient, come back if it spreads.', days: 12 },
];
const ofAdults: readonly Complaint[] = [
  { reason: 'Cold that does not go', diagnosis: snomed('54150009', 'Upper respiratory infection'), note: 'Lungs clear. Rest; back if it lasts longer than ten days.', days: 9, fever: true, breathing: true },
  { reason: 'Cough for a week', diagnosis: snomed('10509002', 'Acute bronchitis'), note: 'Scattered rhonchi, no pneumonia. No antibiotic.', days: 14, breathing: true, medication: threeTimes(rxnorm('313782', 'Acetaminophen 325 mg'), '325 mg') },
  { reason: 'Back pain after lifting', diagnosis: snomed('279039007', 'Low back pain'), note: 'No red flags, reflexes symmetrical. Stay active.', days: 21, medication: threeTimes(rxnorm('310965', 'Ibuprofen 200 mg'), '400 mg') },
  { reason: 'Burning when passing water', diagnosis: snomed('68566005', 'Urinary tract infection'), note: 'Dipstick positive, no flank pain.', days: 7, medication: { drug: words('Fosfomycin 3 g'), dose: '3 g', frequency: 'once' } },
  { reason: 'Twisted ankle', diagnosis: snomed('44465007', 'Sprain of ankle'), note: 'Weight bearing possible, no X-ray needed.', days: 20 },
  { reason: 'Rash on the hands', diagnosis: snomed('40275004', 'Contact dermatitis'), note: 'New detergent at work. Gloves, mild steroid cream.', days: 14, medication: { drug: words('Hydrocortisone 1 % cream'), dose: 'thinly', frequency: 'twice a day' } },
];

export const complaintFrom = (random: Random, age: number): Complaint => random.pick(age < 14 ? ofChildren : ofAdults);
