import { json } from '@anamnesis/database';
import type { HumanName } from '@anamnesis/users';
import { orNull } from './clinical-row';
import { organisationIdOf, organisationOfNobody } from './known';
import { makeId } from './make-id';
import { sexOf } from './sex';
import { sourceFile } from './source-file';
import { usualOrganisationsOfDoctors } from './survey';
import { targets } from './targets';

/** `Dr. Ada Example`: the title apart, the last word the family's. */
export function providerName(written: string): HumanName {
  const [, title, text = written] = /^(Dr\.?|Prof\.?)\s+(.+)$/i.exec(written) ?? [];
  const words = text.split(/\s+/);
  const family = words.length > 1 ? words.pop() : undefined;
  return {
    use: 'official',
    text,
    ...(family === undefined ? {} : { given: words, family }),
    ...(title === undefined ? {} : { prefix: [title] }),
  };
}

/** Whoever gives care is a doctor here: Synthea tells physicians from others only by their speciality. */
export const providers = sourceFile({
  name: 'providers',
  needs: ['ID', 'NAME'],
  keeps: ['ORGANIZATION', 'GENDER', 'SPECIALITY', 'NPI'],
  references: ['ORGANIZATION'],
  target: targets.doctor,
  referredTo: true,
  prepare: (client, rows) => usualOrganisationsOfDoctors(client, rows.map((row) => makeId('doctor', row.text('ID')))),
  map(row, _identity, { known, usualOrganisations }) {
    const id = makeId('doctor', row.required('ID'));
    const own = row.text('ORGANIZATION') === '' ? undefined : organisationIdOf(row);
    return {
      id,
      organisation_id: own !== undefined && known.organisations.has(own) ? own : (usualOrganisations.get(id) ?? organisationOfNobody),
      names: json([providerName(row.required('NAME'))]),
      sex: sexOf(row.text('GENDER')),
      specialty: orNull(row.text('SPECIALITY')),
      licence: orNull(row.text('NPI')),
    };
  },
});
