import { type Culture } from './names/culture';
import { english, french, german, javanese, nordic, polish, portuguese, spanish, turkish, vietnamese } from './names/latin';
import { arabic, greek, hebrew, hindi, japanese, korean, mandarin, persian, russian, taiwanese, thai, ukrainian } from './names/other-scripts';

export interface Town {
  readonly city: string;
  readonly postalCodes: readonly string[];
  /** ISO 3166-2 without the country. */
  readonly region: string;
}

/** Where a location of the clinic stands, and who lives around it. */
export interface Place {
  readonly city: string;
  readonly zone: string;
  readonly country: string;
  readonly address: { readonly line: readonly string[]; readonly city: string; readonly postalCode: string; readonly region: string; readonly country: string };
  readonly towns: readonly (readonly [Town, number])[];
  readonly streets: readonly string[];
  /** Whether the house's number comes after the street. */
  readonly numberLast: boolean;
  /** Numbers that are nobody's: 555-0100 to 555-0199. */
  readonly phone: (lastTwo: string) => string;
  readonly cultures: readonly (readonly [Culture, number])[];
  /** Pounds, inches and degrees Fahrenheit are what people read off. */
  readonly customaryUnits: boolean;
}

export const berlin: Place = {
  city: 'Berlin',
  zone: 'Europe/Berlin',
  country: 'DE',
  address: { line: ['Lindenufer 12'], city: 'Berlin', postalCode: '10179', region: 'BE', country: 'DE' },
  towns: [
    [{ city: 'Berlin', postalCodes: ['10115', '10243', '10405', '10551', '10827', '10961', '12043', '12435', '13353', '14195'], region: 'BE' }, 88],
    [{ city: 'Potsdam', postalCodes: ['14467', '14482'], region: 'BB' }, 8],
    [{ city: 'Bernau bei Berlin', postalCodes: ['16321'], region: 'BB' }, 4],
  ],
  streets: ['Kastanienallee', 'Schönhauser Allee', 'Weserstraße', 'Bergmannstraße', 'Torstraße', 'Hasenheide', 'Am Fließ', 'Müllerstraße', 'Gneisenaustraße', 'Königsweg'],
  numberLast: true,
  phone: (lastTwo) => `+49 30 55501${lastTwo}`,
  cultures: [
    [german, 50], [turkish, 8], [polish, 6], [russian, 6], [ukrainian, 3], [arabic, 7], [persian, 2], [vietnamese, 3], [french, 2], [spanish, 2], [portuguese, 1], [greek, 3],
    [nordic, 2], [english, 2], [hebrew, 1], [mandarin, 1.5], [korean, 1], [japanese, 1], [hindi, 1.5], [thai, 1], [javanese, 1],
  ],
  customaryUnits: false,
};

const massachusetts: Place = {
  city: 'Boston',
  zone: 'America/New_York',
  country: 'US',
  address: { line: ['40 Harborwalk'], city: 'Boston', postalCode: '02110', region: 'MA', country: 'US' },
  towns: [
    [{ city: 'Boston', postalCodes: ['02108', '02113', '02118', '02125', '02130'], region: 'MA' }, 60],
    [{ city: 'Cambridge', postalCodes: ['02138', '02139', '02141'], region: 'MA' }, 20],
    [{ city: 'Quincy', postalCodes: ['02169', '02171'], region: 'MA' }, 12],
    [{ city: 'Nashua', postalCodes: ['03060'], region: 'NH' }, 8],
  ],
  streets: ['Maple Street', 'Beacon Street', 'Harvard Avenue', 'Orchard Road', 'Tremont Street', 'Charles Street', 'Summit Avenue', 'Willow Lane', 'Commonwealth Avenue', 'Pond Street'],
  numberLast: false,
  phone: (lastTwo) => `+1 617 555 01${lastTwo}`,
  cultures: [
    [english, 50], [spanish, 13], [mandarin, 5], [taiwanese, 2], [hindi, 5], [portuguese, 4], [french, 4], [vietnamese, 2], [russian, 3], [korean, 3], [arabic, 2], [hebrew, 2],
    [greek, 2], [polish, 2], [japanese, 1], [thai, 1], [persian, 1], [nordic, 1], [javanese, 0.5],
  ],
  customaryUnits: true,
};

const illinois: Place = {
  ...massachusetts,
  city: 'Chicago',
  zone: 'America/Chicago',
  address: { line: ['200 Lakefront Drive'], city: 'Chicago', postalCode: '60601', region: 'IL', country: 'US' },
  towns: [
    [{ city: 'Chicago', postalCodes: ['60601', '60614', '60625', '60640', '60657'], region: 'IL' }, 75],
    [{ city: 'Evanston', postalCodes: ['60201', '60202'], region: 'IL' }, 25],
  ],
  phone: (lastTwo) => `+1 312 555 01${lastTwo}`,
};

/** The clinic's second place: in another zone than the first one is. */
export const secondPlace = (firstZone: string): Place => (firstZone === massachusetts.zone ? illinois : massachusetts);
