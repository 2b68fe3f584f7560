import { DomainError, type ErrorKind } from '@anamnesis/errors';
import { codeOf, isFinal } from './give-up';

class Refused extends DomainError {
  readonly code = 'letters.refused';

  constructor(readonly kind: ErrorKind) {
    super('The letter is refused.');
  }
}

describe('an error of a job', () => {
  it.each<ErrorKind>(['invalid', 'unauthenticated', 'forbidden', 'unknown', 'conflict', 'unconditional', 'gone', 'moved'])('of kind "%s" is final: the rule says the same again', (kind) => {
    expect(isFinal(new Refused(kind))).toBe(true);
  });

  it.each<ErrorKind>(['unavailable', 'too-many', 'stale'])('of kind "%s" is tried again: it passes', (kind) => {
    expect(isFinal(new Refused(kind))).toBe(false);
  });

  it.each([new Error('lost'), 'thrown text', null, undefined])('that is no rule of ours is tried again: %s', (error) => {
    expect(isFinal(error)).toBe(false);
  });

  it.each([
    [new Refused('gone'), 'letters.refused'],
    [Object.assign(new Error('canary'), { code: 'ECONNREFUSED' }), 'unexpected.ECONNREFUSED'],
    [Object.assign(new Error('canary'), { code: '40001' }), 'unexpected.40001'],
    [Object.assign(new Error('canary'), { code: 'a canary, in a code' }), 'unexpected'],
    [new Error('canary'), 'unexpected'],
    ['canary', 'unexpected'],
    [null, 'unexpected'],
  ])('leaves nothing in the queue but its code', (error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});
