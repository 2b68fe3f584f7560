import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { DomainError } from '@anamnesis/errors';
import type { FastifyRequest } from 'fastify';

export class VersionMissing extends DomainError {
  readonly code = 'version.missing';
  readonly kind = 'unconditional';

  constructor() {
    super('Say in If-Match which version you read: it is the ETag of the answer that showed it.');
  }
}

/** A row's version as a strong ETag. */
export function versionTag(version: number): string {
  return `"${String(version)}"`;
}

/** The version that the client read, from If-Match. A change without one is refused. */
export const ReadVersion = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  const version = /^"(\d{1,9})"$/.exec(header ?? '')?.[1];
  if (version === undefined) throw new VersionMissing();
  return Number(version);
});
