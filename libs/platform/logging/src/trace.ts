import { randomBytes } from 'node:crypto';

/** Where a request stands in a trace that can span systems. https://www.w3.org/TR/trace-context/ */
export interface Trace {
  /** 32 hexadecimal digits, the same in all that belongs together. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the step of the caller that this one belongs to. None, where the trace begins here. */
  readonly parent?: string;
}

// Versions after 00 may add fields at the end; ff is not a version.
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** The trace that a `traceparent` header continues, or a new one: a header that is wrong is treated as none, as the standard asks. */
export function traceFrom(header: string | undefined): Trace {
  const [, version, traceId, parent, rest] = TRACEPARENT.exec(header ?? '') ?? [];
  if (traceId === undefined || parent === undefined || (version === '00' && rest !== undefined)) {
    return { traceId: randomBytes(16).toString('hex') };
  }
  return { traceId, parent };
}

/** The header with which a call to another system continues this trace. */
export function traceparentOf(trace: Trace): string {
  return `00-${trace.traceId}-${randomBytes(8).toString('hex')}-00`;
}
