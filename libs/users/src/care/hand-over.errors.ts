import { DomainError } from '@anamnesis/errors';

export class NotTheirPatient extends DomainError {
  readonly code = 'hand-over.not-their-patient';
  readonly kind = 'invalid';

  /** @param places in the list of patients that was sent */
  constructor(places: readonly number[]) {
    super('Some of these are not patients of this doctor, nor have they been handed over to the other one.',
      places.map((place) => ({ pointer: `/patients/${String(place)}`, code: 'not-their-patient', detail: 'Not in care of this doctor.' })));
  }
}

export class CalendarClash extends DomainError {
  readonly code = 'hand-over.calendar-clash';
  readonly kind = 'conflict';

  constructor() {
    super('The other doctor has appointments at the same time as some that would be handed over: the preview counts them. Move or cancel those first.');
  }
}

export class RelationClash extends DomainError {
  readonly code = 'hand-over.relation-clash';
  readonly kind = 'conflict';

  constructor() {
    super('Somebody changed who is in care at the same moment: look at the preview again.');
  }
}

export class LeavingTakesAll extends DomainError {
  readonly code = 'hand-over.leaving-takes-all';
  readonly kind = 'invalid';

  constructor() {
    super('Who leaves hands over all patients.', [{ pointer: '/patients', code: 'all', detail: 'Say all: true instead.' }]);
  }
}
