import { MeasureCatalogue } from '../measure-catalogue';
import type { MeasureType } from '../measure-type.entity';

function aMeasureType(type: Pick<MeasureType, 'code' | 'text'> & Partial<MeasureType>): MeasureType {
  return { valueKind: 'quantity', canonicalUnit: null, acceptedUnits: [], molarMass: null, decimals: 0, possible: [], plausible: [], panelCode: null, ...type };
}

/** A few of the measures that the first migrations know, for rules that need no database. */
export function aCatalogue(): MeasureCatalogue {
  return new MeasureCatalogue(
    [
      aMeasureType({ code: '8480-6', text: 'Systolic blood pressure', canonicalUnit: 'mm[Hg]', acceptedUnits: ['mm[Hg]', 'kPa'], possible: [{ low: 30, high: 350 }], plausible: [{ ageFrom: 18, low: 70, high: 250 }, { ageTo: 18, low: 50, high: 180 }], panelCode: '85354-9' }),
      aMeasureType({ code: '8462-4', text: 'Diastolic blood pressure', canonicalUnit: 'mm[Hg]', acceptedUnits: ['mm[Hg]', 'kPa'], possible: [{ low: 10, high: 250 }], plausible: [{ low: 40, high: 150 }], panelCode: '85354-9' }),
      aMeasureType({ code: '8302-2', text: 'Body height', canonicalUnit: 'cm', acceptedUnits: ['cm', 'm', '[in_i]', '[ft_i]'], decimals: 1, possible: [{ low: 20, high: 280 }] }),
      aMeasureType({ code: '29463-7', text: 'Body weight', canonicalUnit: 'kg', acceptedUnits: ['kg', 'g', '[lb_av]', '[oz_av]'], decimals: 2, possible: [{ low: 0.2, high: 700 }] }),
      aMeasureType({ code: '39156-5', text: 'Body mass index', canonicalUnit: 'kg/m2', acceptedUnits: ['kg/m2'], decimals: 1, possible: [{ low: 3, high: 250 }], plausible: [{ low: 8, high: 80 }] }),
      aMeasureType({ code: '8310-5', text: 'Body temperature', canonicalUnit: 'Cel', acceptedUnits: ['Cel', '[degF]', 'K'], decimals: 1, possible: [{ low: 15, high: 47 }], plausible: [{ low: 32, high: 43 }] }),
      aMeasureType({ code: '2345-7', text: 'Glucose, serum or plasma', canonicalUnit: 'mg/dL', acceptedUnits: ['mg/dL', 'mmol/L'], molarMass: 180.156, possible: [{ low: 5, high: 2000 }] }),
      aMeasureType({ code: '72166-2', text: 'Tobacco smoking status', valueKind: 'coded' }),
    ],
    [{ alias: '8331-1', code: '8310-5' }],
  );
}
