import type { StudyDesign } from '@anamnesis/research';
import type { FirstClinic } from '@anamnesis/users';
import { isoDay, type Day } from './days';
import { nextId, randomOf } from './ids';
import { berlin, secondPlace, type Place } from './place';
import { demonstrationStudy } from './study';
import { WallClock } from './wall-clock';

/** A place of the clinic, with the clock that hangs there. */
export interface ClinicLocation {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly clock: WallClock;
}

/** What all patients of one demonstration share. It follows from the seed, the day and the clinic that it is made around. */
export interface Clinic {
  readonly seed: number;
  /** On which the clinic is as it is shown: everything else lies before or after it. */
  readonly today: Day;
  readonly organisationId: string;
  readonly name: string;
  readonly locations: readonly [ClinicLocation, ClinicLocation];
  readonly appointmentTypeIds: { readonly consultation: string; readonly checkUp: string };
  readonly study: { readonly id: string; readonly openedAt: number; readonly design: StudyDesign };
  /** What it is made around. */
  readonly around?: FirstClinic;
}

/** Of the clinic of the first start; what is asked for on the command line is 1 and above. */
export const firstClinicSeed = 0;

/** So long before the clinic's day its study was opened: the day of a clinic that is there is known by it. */
export const studyOpenedDaysBefore = 400;

export function clinicOf(seed: number, today: Day, around?: FirstClinic): Clinic {
  const random = randomOf('clinic', seed);
  const madeAt = Date.UTC(2015, 0, 1);
  const [organisationId, firstId, secondId, consultation, checkUp, studyId] = [1, 2, 3, 4, 5, 6].map(() => nextId(random, madeAt));
  const name = `Demonstration Clinic ${String(seed)}`;
  const first: Place = around === undefined ? berlin : { ...berlin, zone: around.zone };
  const second = secondPlace(first.zone);
  const at = (id: string, place: Place): ClinicLocation => ({ id, place, name: `${around === undefined ? name : 'Riverside Clinic'}, ${place.city}`, clock: new WallClock(place.zone) });
  const study = demonstrationStudy(first.zone, today);
  const opened = today - studyOpenedDaysBefore;
  return {
    seed,
    today,
    organisationId: around?.organisationId ?? organisationId ?? '',
    name,
    locations: [at(around?.locationId ?? firstId ?? '', first), at(secondId ?? '', second)],
    appointmentTypeIds: { consultation: consultation ?? '', checkUp: checkUp ?? '' },
    study: { id: studyId ?? '', openedAt: Date.parse(`${isoDay(opened)}T10:00:00Z`), design: study },
    ...(around === undefined ? {} : { around }),
  };
}
