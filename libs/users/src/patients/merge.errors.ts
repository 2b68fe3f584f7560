import { DomainError } from '@anamnesis/errors';

export class SamePatient extends DomainError {
  readonly code = 'merge.same-patient';
  readonly kind = 'conflict';

  constructor() {
    super('Both are the record of one patient already.');
  }
}

export class MergeOfOwnRecord extends DomainError {
  readonly code = 'merge.own-record';
  readonly kind = 'forbidden';

  constructor() {
    super('One of these records is yours, or of somebody for whom you act or care: let a colleague do it.');
  }
}

export class TwoAccounts extends DomainError {
  readonly code = 'merge.two-accounts';
  readonly kind = 'conflict';

  constructor() {
    super('Both records have an account: find out with the patient which one they use, and have the other one untied first.');
  }
}

export class PatientNotMerged extends DomainError {
  readonly code = 'merge.not-merged';
  readonly kind = 'conflict';

  constructor() {
    super('This record goes on by itself: there is no merge to undo.');
  }
}
