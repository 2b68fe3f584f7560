import { json } from '@anamnesis/database';
import { clinicalRow, lastDay, orNull, wordsOf } from './clinical-row';
import { codingOf, systemOf, systems } from './codings';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { targets } from './targets';

export const procedures = sourceFile({
  name: 'procedures',
  needs: ['PATIENT', 'CODE', 'DESCRIPTION'],
  keeps: ['ID', 'START', 'DATE', 'STOP', 'ENCOUNTER', 'SYSTEM', 'REASONCODE', 'REASONDESCRIPTION'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.treatment,
  referredTo: false,
  map(row, identity, surroundings) {
    // Older exports write DATE, newer ones START and STOP.
    const { patientId, visitId, at, day, marks, visibleFrom } = clinicalRow(row, identity, surroundings, ['START', 'DATE']);
    const last = lastDay(row, day);
    return {
      patient_id: patientId,
      id: makeId('procedure', identity.source, at),
      visit_id: visitId,
      kind: 'procedure',
      system: systemOf(row, systems.snomed),
      code: orNull(row.text('CODE')),
      text: wordsOf(row),
      frequency: null,
      starts_on: day,
      ends_on: last.day ?? day,
      status: 'completed',
      reason_coding: json(codingOf(row, 'REASONCODE', 'REASONDESCRIPTION')),
      marks: [...marks, ...last.marks],
      patient_visible_from: visibleFrom,
    };
  },
});
