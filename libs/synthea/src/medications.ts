import { json } from '@anamnesis/database';
import { clinicalRow, lastDay, orNull, wordsOf } from './clinical-row';
import { codingOf, systemOf, systems } from './codings';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { targets } from './targets';

/** FHIR's medicationrequest-status; what is on hold or a draft has not ended. */
const statuses: Readonly<Record<string, 'active' | 'completed' | 'stopped' | 'entered-in-error'>> = {
  active: 'active', 'on-hold': 'active', draft: 'active', completed: 'completed', stopped: 'stopped', cancelled: 'stopped', 'entered-in-error': 'entered-in-error',
};

export const medications = sourceFile({
  name: 'medications',
  needs: ['START', 'PATIENT', 'CODE', 'DESCRIPTION'],
  keeps: ['ID', 'STOP', 'STATUS', 'ENCOUNTER', 'DOSAGE', 'REASONCODE', 'REASONDESCRIPTION'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.treatment,
  referredTo: false,
  map(row, identity, surroundings) {
    const { patientId, visitId, at, day, marks, visibleFrom } = clinicalRow(row, identity, surroundings, ['START']);
    const last = lastDay(row, day);
    return {
      patient_id: patientId,
      id: makeId('medication', identity.source, at),
      visit_id: visitId,
      kind: 'medication',
      system: systemOf(row, systems.rxnorm),
      code: orNull(row.text('CODE')),
      text: wordsOf(row),
      // `1x/1d`, `as needed`: how often, not how much.
      frequency: orNull(row.text('DOSAGE')),
      starts_on: day,
      ends_on: last.day,
      status: statuses[row.text('STATUS').toLowerCase()] ?? (last.day === null ? 'active' : 'completed'),
      reason_coding: json(codingOf(row, 'REASONCODE', 'REASONDESCRIPTION')),
      marks: [...marks, ...last.marks],
      patient_visible_from: visibleFrom,
    };
  },
});
