import { StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, type FieldProblem } from '@anamnesis/errors';

interface Issue {
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

/** What was sent does not have the shape that this route asks for: all faults at once. */
export class RequestInvalid extends DomainError {
  readonly code = 'request.invalid';
  readonly kind = 'invalid';

  constructor(issues: readonly Issue[]) {
    super('The request has fields that can not be used; each is named in errors.', issues.flatMap(fieldProblems));
  }
}

function fieldProblems(issue: Issue): FieldProblem[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const code = issue.code ?? 'invalid';
  // zod names unknown fields together at their parent; a pointer is wanted to each.
  if (issue.keys) return issue.keys.map((key) => ({ pointer: pointer([...path, key]), code: 'unknown-field', detail: 'This field is not known here.' }));
  return [{ pointer: pointer(path), code: code.replaceAll('_', '-'), detail: issue.message }];
}

function pointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Validates bodies, queries and parameters that have a schema. */
export const validation = new StandardSchemaValidationPipe({ exceptionFactory: (issues) => new RequestInvalid(issues) });
