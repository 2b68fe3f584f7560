import { json } from '@anamnesis/database';
import { clinicalRow, lastDay, orNull, wordsOf } from './clinical-row';
import { systemOf, systems } from './codings';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import type { SourceRow } from './source-row';
import { targets } from './targets';

interface Reaction {
  readonly system?: string;
  readonly code?: string;
  readonly text: string;
  readonly severity?: string;
}

function reactionsOf(row: SourceRow): Reaction[] {
  return ['1', '2'].flatMap((number) => {
    const [code, words, severity] = ['REACTION', 'DESCRIPTION', 'SEVERITY'].map((column) => row.text(`${column}${number}`));
    const text = words || code;
    if (!text) return [];
    return [{ ...(code ? { system: systems.snomed, code } : {}), text, ...(severity ? { severity: severity.toLowerCase() } : {}) }];
  });
}

const bySeverity = ['mild', 'moderate', 'severe'];

/** The worst of the reactions'. */
function severityOf(reactions: readonly Reaction[]): string | null {
  const worst = Math.max(...reactions.map(({ severity }) => bySeverity.indexOf(severity ?? '')), -1);
  return bySeverity[worst] ?? null;
}

export const allergies = sourceFile({
  name: 'allergies',
  needs: ['START', 'PATIENT', 'CODE', 'DESCRIPTION'],
  keeps: ['ID', 'STOP', 'ENCOUNTER', 'SYSTEM', 'CATEGORY', 'REACTION1', 'DESCRIPTION1', 'SEVERITY1', 'REACTION2', 'DESCRIPTION2', 'SEVERITY2'],
  references: ['PATIENT', 'ENCOUNTER'],
  target: targets.allergy,
  referredTo: false,
  map(row, identity, surroundings) {
    const { patientId, visitId, at, day, marks, visibleFrom } = clinicalRow(row, identity, surroundings, ['START']);
    const resolved = lastDay(row, day);
    const reactions = reactionsOf(row);
    return {
      patient_id: patientId,
      id: makeId('allergy', identity.source, at),
      visit_id: visitId,
      system: systemOf(row, systems.snomed),
      code: orNull(row.text('CODE')),
      substance: wordsOf(row),
      category: orNull(row.text('CATEGORY')),
      reactions: json(reactions),
      severity: severityOf(reactions),
      onset_on: day,
      resolved_on: resolved.day,
      status: resolved.day === null ? 'active' : 'resolved',
      marks: [...marks, ...resolved.marks],
      patient_visible_from: visibleFrom,
    };
  },
});
