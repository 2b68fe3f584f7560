import { DomainError } from '@anamnesis/errors';

export class TooManyEmergencies extends DomainError {
  readonly code = 'emergency.too-many';
  readonly kind = 'too-many';

  constructor(override readonly retryAfterSeconds: number) {
    super('You have looked for patients in emergencies too often within an hour: ask a colleague, or wait.');
  }
}
