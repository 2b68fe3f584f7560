import { clinicalRow, orNull, wordsOf } from './clinical-row';
import { systemOf, systems } from './codings';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { targets } from './targets';

export const immunizations = sourceFile({
  name: 'immunizations',
  needs: ['DATE', 'PATIENT', 'CODE', 'DESCRIPTION'],
  keeps: ['ID', 'ENCOUNTER'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.immunization,
  referredTo: false,
  map(row, identity, surroundings) {
    const { patientId, visitId, at, day, marks, visibleFrom } = clinicalRow(row, identity, surroundings, ['DATE']);
    return {
      patient_id: patientId,
      id: makeId('immunization', identity.source, at),
      visit_id: visitId,
      system: systemOf(row, systems.cvx),
      code: orNull(row.text('CODE')),
      text: wordsOf(row),
      given_on: day,
      marks,
      patient_visible_from: visibleFrom,
    };
  },
});
