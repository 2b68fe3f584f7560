import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type FieldProblem } from '@anamnesis/errors';

/** RFC 9457, with a code that never changes and pointers to all fields that are wrong. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly traceId: string;
}

const statusOf: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  unknown: 404,
  conflict: 409,
  stale: 412,
  unconditional: 428,
  'too-many': 429,
  gone: 410,
  moved: 308,
  unavailable: 503,
};

const titleOf: Record<number, string> = {
  308: 'Moved', 400: 'Malformed', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not found', 405: 'Method not allowed', 408: 'Too slow', 409: 'Conflict', 410: 'Gone',
  412: 'Changed meanwhile', 413: 'Too large', 415: 'Unsupported media type', 416: 'Range not there', 422: 'Invalid', 428: 'If-Match missing', 429: 'Too many requests', 431: 'Headers too large',
  500: 'Internal error', 502: 'Bad gateway', 503: 'Not available',
};

/** Errors of the framework that are the client's, by status; anything else is ours and tells nothing. */
const frameworkProblems: Record<number, { code: string; detail: string }> = {
  400: { code: 'request.malformed', detail: 'The request could not be read: it is not valid JSON, or a header or parameter is malformed.' },
  404: { code: 'route.unknown', detail: 'There is nothing at this address.' },
  405: { code: 'route.method-not-allowed', detail: 'This address does not answer to that method.' },
  408: { code: 'request.too-slow', detail: 'The request was not sent in time: send it again.' },
  413: { code: 'request.too-large', detail: 'The request is larger than this address accepts.' },
  415: { code: 'request.unsupported-media-type', detail: 'Send the body as application/json.' },
  416: { code: 'request.range-unsatisfiable', detail: 'The file is shorter than what was asked for: Content-Range says how long it is.' },
  429: { code: 'request.too-many', detail: 'Too many requests: wait as long as Retry-After says.' },
  431: { code: 'request.headers-too-large', detail: 'The headers of the request, its address among them, are larger than what is read.' },
};

export function problemOf(error: unknown, traceId: string): Problem {
  if (error instanceof DomainError) {
    const status = statusOf[error.kind];
    return problem(status, error.code, error.message, traceId, error.fields.length > 0 ? error.fields : undefined);
  }
  const status = statusCodeOf(error);
  const known = status === undefined ? undefined : frameworkProblems[status];
  if (status !== undefined && known) return problem(status, known.code, known.detail, traceId);
  if (status !== undefined && status >= 400 && status < 500) return problem(400, 'request.malformed', frameworkProblems[400]?.detail ?? '', traceId);
  return problem(500, 'internal', 'Something went wrong on our side. Quote the traceId when you report it.', traceId);
}

function problem(status: number, code: string, detail: string, traceId: string, errors?: readonly FieldProblem[]): Problem {
  return { type: 'about:blank', title: titleOf[status] ?? 'Error', status, code, detail, ...(errors ? { errors } : {}), traceId };
}

/** Nest's exceptions answer getStatus(), Fastify's errors have statusCode. */
function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (error instanceof HttpException) return error.getStatus();
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
