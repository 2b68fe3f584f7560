import { json } from '@anamnesis/database';
import { orNull } from './clinical-row';
import { addressOf } from './address';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { targets } from './targets';

export const organizations = sourceFile({
  name: 'organizations',
  needs: ['ID', 'NAME'],
  keeps: ['ADDRESS', 'CITY', 'STATE', 'ZIP', 'PHONE'],
  references: [],
  target: targets.organisation,
  referredTo: true,
  map(row) {
    const { address, zone } = addressOf(row);
    const source = row.required('ID');
    return {
      id: makeId('organisation', source),
      name: row.required('NAME'),
      phone: orNull(row.text('PHONE')),
      location_id: makeId('location', source),
      address: json(address),
      zone,
    };
  },
});
