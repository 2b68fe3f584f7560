import { DomainError } from '@anamnesis/errors';

/** The same for one that does not exist and one of a study that is none of the caller's business. */
export class ExtractionUnknown extends DomainError {
  readonly code = 'extraction.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('The study has no extraction of this number.');
  }
}

export class ReleaseFileUnknown extends DomainError {
  readonly code = 'extraction.file-unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such file among those of releases that you may have.');
  }
}

export class ReleaseFileGone extends DomainError {
  readonly code = 'extraction.file-gone';
  readonly kind = 'gone';

  constructor() {
    super('This file is not kept any more: take the newer releases of the study.');
  }
}
