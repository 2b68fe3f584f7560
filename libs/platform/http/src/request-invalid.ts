import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, type FieldProblem } from '@anamnesis/errors';
import { unstorableTexts } from './storable-text';

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

  /** @param others that were found elsewhere; of several faults of one field the first is told */
  constructor(issues: readonly Issue[], others: readonly FieldProblem[] = []) {
    const found = issues.flatMap(fieldProblems);
    super('The request has fields that can not be used; each is named in errors.', [...found, ...others.filter((other) => !found.some(({ pointer: told }) => told === other.pointer))]);
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

/** Beside its schema, each text is asked whether a database could keep it, so that no schema has to think of that. */
class TextualSchemaValidation extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const unstorable = metadata.type === 'custom' ? [] : unstorableTexts(value);
    if (unstorable.length === 0) return super.transform(value, metadata);
    const others = await this.faultsOf(value, metadata);
    throw new RequestInvalid(unstorable.map((path) => ({ code: 'text', message: 'Text with a NUL character or half of a surrogate pair, which can not be kept.', path })), others);
  }

  private async faultsOf(value: unknown, metadata: ArgumentMetadata): Promise<readonly FieldProblem[]> {
    try {
      await super.transform(value, metadata);
      return [];
    } catch (error) {
      if (error instanceof RequestInvalid) return error.fields;
      throw error;
    }
  }
}

/** Validates bodies, queries and parameters that have a schema. */
export const validation = new TextualSchemaValidation({ exceptionFactory: (issues) => new RequestInvalid(issues) });
