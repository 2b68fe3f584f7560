import { DomainError } from '@anamnesis/errors';

export class StorageUnusable extends DomainError {
  readonly code = 'storage.unusable';
  readonly kind = 'unavailable';
}

export class FileKeyInvalid extends DomainError {
  readonly code = 'storage.key-invalid';
  readonly kind = 'invalid';

  constructor() {
    super('A file is named by parts of letters, digits, dots, dashes and underscores with slashes between them, 400 characters at most.');
  }
}

export class FileUnknown extends DomainError {
  readonly code = 'storage.file-unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such file.');
  }
}
