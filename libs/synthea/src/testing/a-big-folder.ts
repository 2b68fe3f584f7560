import { aFolder, type AFolder } from './a-folder';

const patient = (number: number): string => `p${String(number)},19${String(10 + (number % 90))}-01-0${String(1 + (number % 9))},,Ada,Test${String(number)},F,MA`;

/** Patients with visits to one of three doctors and measures at each: without ids where asked for, one row in ten twice. */
export function aBigFolder({ patients, measures, withIds = true }: { patients: number; measures: number; withIds?: boolean }): Promise<AFolder> {
  const numbers = Array.from({ length: patients }, (_, number) => number);
  const visits = numbers.map((number) => `v${String(number)},2020-01-01T10:00:00Z,2020-01-01T11:00:00Z,p${String(number)},o,d${String(number % 3)},AMB,185349003,Check up`);
  const rows = Array.from({ length: measures }, (_, row) => {
    const number = row % patients;
    const value = `2020-01-01T10:${String(row % 60).padStart(2, '0')}:00Z,p${String(number)},v${String(number)},8867-4,Heart rate,${String(50 + (row % 90))},/min,numeric`;
    return withIds ? `m${String(row)},${value}` : row % 10 === 0 ? `${value}\n${value}` : value;
  });
  return aFolder({
    'organizations.csv': 'Id,NAME,STATE\no,Test clinic,MA\n',
    'providers.csv': 'Id,ORGANIZATION,NAME,GENDER\nd0,o,Dr. A B,F\nd1,o,Dr. C D,M\nd2,o,Dr. E F,F\n',
    'patients.csv': `Id,BIRTHDATE,DEATHDATE,FIRST,LAST,GENDER,STATE\n${numbers.map(patient).join('\n')}\n`,
    'encounters.csv': `Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,ENCOUNTERCLASS,CODE,DESCRIPTION\n${visits.join('\n')}\n`,
    'observations.csv': `${withIds ? 'ID,' : ''}DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,VALUE,UNITS,TYPE\n${rows.join('\n')}\n`,
  });
}
