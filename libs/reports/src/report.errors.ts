import { DomainError } from '@anamnesis/errors';

export class ReportUnknown extends DomainError {
  readonly code = 'report.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such report among those of this patient that you may see.');
  }
}

export class PeriodReversed extends DomainError {
  readonly code = 'report.period-reversed';
  readonly kind = 'invalid';

  constructor() {
    super('The period ends before it begins.', [{ pointer: '/from', code: 'period-reversed', detail: 'Must not be later than "to", which is today where it is left out.' }]);
  }
}

export class ReportNotInEmergency extends DomainError {
  readonly code = 'report.not-in-emergency';
  readonly kind = 'forbidden';

  constructor() {
    super('An emergency opens the chart to read and to write; reports are for those in care.');
  }
}

export class ReportNotReady extends DomainError {
  readonly code = 'report.not-ready';
  readonly kind = 'conflict';

  constructor() {
    super('The file is not made yet: watch the report’s progress.');
  }
}

export class ReportWithoutFile extends DomainError {
  readonly code = 'report.without-file';
  readonly kind = 'conflict';

  constructor() {
    super('This report was cancelled or could not be made, so it has no file: ask for it again.');
  }
}

export class ReportFileGone extends DomainError {
  readonly code = 'report.file-gone';
  readonly kind = 'gone';

  constructor() {
    super('The file of this report is not kept any more: ask for the report again.');
  }
}

export class ReportAlreadyEnded extends DomainError {
  readonly code = 'report.already-ended';
  readonly kind = 'conflict';

  constructor() {
    super('This report has ended already, so that there is nothing to cancel.');
  }
}
