import { json } from '@anamnesis/database';
import type { HumanName } from '@anamnesis/users';
import { endOfDay } from '@anamnesis/visits';
import { addressOf } from './address';
import { orNull, timestamp } from './clinical-row';
import { organisationOfNobody } from './known';
import { makeId, makeMrn } from './make-id';
import { sexOf } from './sex';
import { sourceFile } from './source-file';
import { RowRefused, type SourceRow } from './source-row';
import { usualOrganisationsOfPatients } from './survey';
import { targets } from './targets';
import { readTime } from './written-time';

function namesOf(row: SourceRow): HumanName[] {
  const given = [row.text('FIRST'), row.text('MIDDLE')].filter((name) => name !== '');
  const [family, maiden, prefix, suffix] = ['LAST', 'MAIDEN', 'PREFIX', 'SUFFIX'].map((column) => row.text(column));
  const named = (use: 'official' | 'maiden', last: string | undefined): HumanName => ({
    use,
    text: [...given, ...(last ? [last] : [])].join(' '),
    ...(given.length > 0 ? { given } : {}),
    ...(last ? { family: last } : {}),
  });
  const official = named('official', family);
  if (official.text === '') throw new RowRefused('FIRST and LAST are empty');
  return [
    { ...official, ...(prefix ? { prefix: [prefix] } : {}), ...(suffix ? { suffix: [suffix] } : {}) },
    ...(maiden ? [named('maiden', maiden)] : []),
  ];
}

/** Codes of HL7's table 0203; the id in the source keeps the way back to it. */
const identifierColumns = { 'synthea-id': 'ID', SS: 'SSN', DL: 'DRIVERS', PPN: 'PASSPORT' } as const;

function identifiersOf(row: SourceRow): { type: string; value: string }[] {
  return Object.entries(identifierColumns)
    .map(([type, column]) => ({ type, value: row.text(column) }))
    .filter(({ value }) => value !== '');
}

interface BirthDate {
  readonly day: string | null;
  readonly precision: 'day' | 'month' | 'year';
}

/** A year or a month alone is kept as such. */
function birthDateOf(text: string): BirthDate | undefined {
  if (text === '') return { day: null, precision: 'day' };
  const precision = text.length === 4 ? 'year' : text.length === 7 ? 'month' : 'day';
  const day = readTime(precision === 'day' ? text : `${text}-01-01`.slice(0, 10))?.day;
  return day === undefined ? undefined : { day, precision };
}

export const patients = sourceFile({
  name: 'patients',
  needs: ['ID', 'BIRTHDATE', 'FIRST', 'LAST'],
  keeps: ['DEATHDATE', 'SSN', 'DRIVERS', 'PASSPORT', 'PREFIX', 'MIDDLE', 'SUFFIX', 'MAIDEN', 'GENDER', 'ADDRESS', 'CITY', 'STATE', 'ZIP', 'PHONE', 'LANGUAGE'],
  references: [],
  target: targets.patient,
  referredTo: true,
  prepare: (client, rows) => usualOrganisationsOfPatients(client, rows.map((row) => makeId('patient', row.text('ID')))),
  map(row, _identity, { usualOrganisations }) {
    const source = row.required('ID');
    const id = makeId('patient', source);
    const { address, zone } = addressOf(row);
    const marks: string[] = [];
    const identifiers = identifiersOf(row);
    // A whole record hangs on this row: a date that can not be read is kept beside it, as it was written, and refuses nothing.
    const unread = (column: string, mark: string): void => {
      marks.push(mark);
      identifiers.push({ type: `unread-${column.toLowerCase()}`, value: row.text(column) });
    };
    const born = birthDateOf(row.text('BIRTHDATE'));
    if (!born) unread('BIRTHDATE', 'birth-date-unread');
    const died = row.text('DEATHDATE') === '' ? undefined : readTime(row.text('DEATHDATE'));
    if (!died && row.text('DEATHDATE') !== '') unread('DEATHDATE', 'death-date-unread');
    return {
      id,
      organisation_id: usualOrganisations.get(id) ?? organisationOfNobody,
      mrn: makeMrn(source),
      names: json(namesOf(row)),
      birth_date: born?.day ?? null,
      birth_date_precision: born?.precision ?? 'day',
      sex: sexOf(row.text('GENDER')),
      phone: orNull(row.text('PHONE')),
      address: json(address),
      zone,
      language: orNull(row.text('LANGUAGE')),
      // A day alone is over at its end, so that what happened on it was before.
      deceased_at: died ? timestamp(died.dayOnly ? endOfDay(died.at, zone) : died.at) : null,
      identifiers: json(identifiers),
      marks,
    };
  },
});
