import { clinicalRow, lastDay, orNull, wordsOf } from './clinical-row';
import { systemOf, systems } from './codings';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { targets } from './targets';

/** FHIR's condition-clinical has six; the record tells three apart. */
const statuses: Readonly<Record<string, 'active' | 'resolved' | 'inactive'>> = {
  active: 'active', recurrence: 'active', relapse: 'active', inactive: 'inactive', remission: 'inactive', resolved: 'resolved',
};

export const conditions = sourceFile({
  name: 'conditions',
  needs: ['START', 'PATIENT', 'CODE', 'DESCRIPTION'],
  keeps: ['ID', 'STOP', 'ENCOUNTER', 'SYSTEM', 'CLINICALSTATUS'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.diagnosis,
  referredTo: false,
  map(row, identity, surroundings) {
    const { patientId, visitId, at, day, marks, visibleFrom } = clinicalRow(row, identity, surroundings, ['START']);
    const resolved = lastDay(row, day);
    return {
      patient_id: patientId,
      id: makeId('diagnosis', identity.source, at),
      visit_id: visitId,
      system: systemOf(row, systems.snomed),
      code: orNull(row.text('CODE')),
      text: wordsOf(row),
      onset_on: day,
      resolved_on: resolved.day,
      status: resolved.day === null ? (statuses[row.text('CLINICALSTATUS').toLowerCase()] ?? 'active') : 'resolved',
      marks: [...marks, ...resolved.marks],
      patient_visible_from: visibleFrom,
    };
  },
});
