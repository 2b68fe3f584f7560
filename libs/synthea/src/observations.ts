import { json } from '@anamnesis/database';
import { clinicalRow, orNull, timestamp, type ClinicalRow } from './clinical-row';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { RowRefused, type SourceRow } from './source-row';
import { isNumeric, readValue } from './read-value';
import { targets } from './targets';

/**
 * The parts of a blood pressure share a panel: rows of one patient, visit and moment. Where the source numbers the parts of one
 * observation (`<id>.0`, `<id>.1`), those of another measurement at the same moment stay apart.
 */
function panelIdOf(row: SourceRow, panelCode: string, { patientId, visitId, at }: ClinicalRow): string {
  const numbered = /^(.+)\.\d+$/.exec(row.text('ID'))?.[1];
  return makeId('panel', [patientId, visitId ?? '', at, panelCode, numbered ?? ''].join(' '), at);
}

export const observations = sourceFile({
  name: 'observations',
  needs: ['DATE', 'PATIENT', 'CODE', 'VALUE'],
  keeps: ['ID', 'ENCOUNTER', 'DESCRIPTION', 'UNITS', 'TYPE'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.measure,
  referredTo: false,
  map(row, identity, surroundings) {
    const clinical = clinicalRow(row, identity, surroundings, ['DATE']);
    const { patientId, patient, visitId, at, day, dayOnly, marks, visibleFrom } = clinical;
    const type = surroundings.measureCatalogue.find(row.required('CODE'));
    const written = row.text('VALUE');
    if (written === '') throw new RowRefused('VALUE is empty');
    // Some exports write a missing unit as the word.
    const unit = row.text('UNITS') === 'null' ? '' : row.text('UNITS');
    const value = readValue({ written, unit, isWords: row.text('TYPE') === '' ? !isNumeric(written) : row.text('TYPE') !== 'numeric', type, day, patient });
    return {
      patient_id: patientId,
      id: makeId('measure', identity.source, at),
      visit_id: visitId,
      panel_id: type?.panelCode ? panelIdOf(row, type.panelCode, clinical) : null,
      panel_code: type?.panelCode ?? null,
      code: type?.code ?? row.text('CODE'),
      text: orNull(row.text('DESCRIPTION')) ?? type?.text ?? null,
      quantity: value.quantity,
      coded_value: json(value.coded),
      text_value: value.words,
      unit: value.unit,
      entered_value: written,
      entered_unit: orNull(row.text('UNITS')),
      taken_at: timestamp(at),
      origin: 'imported',
      marks: [...marks, ...(dayOnly ? ['time-assumed'] : []), ...value.marks],
      patient_visible_from: visibleFrom,
    };
  },
});
