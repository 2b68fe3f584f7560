import { DomainError } from '@anamnesis/errors';

export class AnnouncementUnknown extends DomainError {
  readonly code = 'announcement.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such announcement among yours.');
  }
}
