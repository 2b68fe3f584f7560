import { traceFrom, traceparentOf } from './trace';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const STEP = '00f067aa0ba902b7';

describe('a trace', () => {
  it('continues that of the caller', () => {
    expect(traceFrom(`00-${TRACE}-${STEP}-01`)).toEqual({ traceId: TRACE, parent: STEP });
  });

  it('continues that of a caller who speaks a later version', () => {
    expect(traceFrom(`01-${TRACE}-${STEP}-01-more`)).toEqual({ traceId: TRACE, parent: STEP });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of no version', `ff-${TRACE}-${STEP}-01`],
    ['one with only zeros as trace', `00-${'0'.repeat(32)}-${STEP}-01`],
    ['one with only zeros as step', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${STEP}-01`],
    ['version 00 with more than it has', `00-${TRACE}-${STEP}-01-more`],
    ['something else', 'Robert"); DROP TABLE'],
  ])('begins anew when the header is %s', (_, header) => {
    const trace = traceFrom(header);
    expect(trace).toEqual({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
    expect(trace.traceId).not.toBe(TRACE);
  });

  it('goes on in calls to others as a step of its own', () => {
    const [first, second] = [traceparentOf({ traceId: TRACE }), traceparentOf({ traceId: TRACE })];
    expect(traceFrom(first).traceId).toBe(TRACE);
    expect(traceFrom(first).parent).not.toBe(traceFrom(second).parent);
  });
});
