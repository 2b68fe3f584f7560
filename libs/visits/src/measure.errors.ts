import { DomainError, type FieldProblem } from '@anamnesis/errors';

/** Measures that can not be true, can not be understood or are incomplete: all of them at once, each with its pointer. */
export class MeasuresRefused extends DomainError {
  readonly code = 'measures.refused';
  readonly kind = 'invalid';

  constructor(problems: readonly FieldProblem[]) {
    super('Some measures can not be recorded as they are; nothing was. Each is named in errors.', problems);
  }
}

/** A code in a question that is no LOINC code, or one whose values can not be counted with. */
export class MeasureNotComputable extends DomainError {
  readonly code = 'measures.not-computable';
  readonly kind = 'invalid';

  constructor() {
    super('There are no statistics of this measure: its values are not quantities.', [{ pointer: '/code', code: 'not-a-quantity', detail: 'Ask for a measure that has quantities.' }]);
  }
}
