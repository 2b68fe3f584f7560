import { NotFoundException } from '@nestjs/common';
import { DomainError } from '@anamnesis/errors';
import { problemOf } from './problem';

class LotTaken extends DomainError {
  readonly code = 'lot.taken';
  readonly kind = 'conflict';
}

describe('a problem', () => {
  it('is told with the status of its kind, its stable code, its sentence and its pointers', () => {
    const problem = problemOf(new LotTaken('Choose another.', [{ pointer: '/lot', code: 'taken', detail: 'In use.' }]), 'trace');
    expect(problem).toEqual({ type: 'about:blank', title: 'Conflict', status: 409, code: 'lot.taken', detail: 'Choose another.', errors: [{ pointer: '/lot', code: 'taken', detail: 'In use.' }], traceId: 'trace' });
  });

  it('of the framework keeps its status and loses its words', () => {
    expect(problemOf(new NotFoundException('Cannot GET /patients/Anna'), 't')).toMatchObject({ status: 404, code: 'route.unknown', detail: 'There is nothing at this address.' });
    expect(problemOf(Object.assign(new Error('Body is too large: Anna'), { statusCode: 413 }), 't')).toMatchObject({ status: 413, code: 'request.too-large' });
  });

  it('of ours tells nothing but the trace', () => {
    const { traceId, ...rest } = problemOf(new Error('duplicate key (name)=(Anna)'), 'trace');
    expect(traceId).toBe('trace');
    expect(JSON.stringify(rest)).not.toContain('Anna');
    expect(rest).toMatchObject({ status: 500, code: 'internal' });
  });
});
