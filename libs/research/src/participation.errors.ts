import { DomainError } from '@anamnesis/errors';

/** The same where nobody has consented and where that is none of the caller's business. */
export class ParticipationUnknown extends DomainError {
  readonly code = 'participation.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no consent to such a study in this record among what you may see.');
  }
}

export class ConsentNotAllowed extends DomainError {
  readonly code = 'participation.consent-not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('Consent is given and taken back by the patient, by whoever acts for them in everything, or on paper by way of the desk.');
  }
}

/** Nobody agrees to what they have not read. */
export class ConsentTextDiffers extends DomainError {
  readonly code = 'participation.text-differs';
  readonly kind = 'conflict';

  constructor(version: number) {
    super(`The study asks for consent to version ${String(version)} of its text, which is not the one that was read: read it, then decide.`, [
      { pointer: '/textVersion', code: 'text-differs', detail: `It is version ${String(version)} that is agreed to.` },
    ]);
  }
}

export class ConsentLanguageUnknown extends DomainError {
  readonly code = 'participation.language-unknown';
  readonly kind = 'invalid';

  constructor(languages: readonly string[]) {
    super('The text of the study is not there in this language: name the one that was read.', [{ pointer: '/language', code: 'language-unknown', detail: `Offered: ${languages.join(', ')}.` }]);
  }
}
