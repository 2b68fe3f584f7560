import { readRange } from './byte-range';

it.each([
  ['bytes=0-', { first: 0, last: 99 }], ['bytes=0-0', { first: 0, last: 0 }], ['bytes=10-19', { first: 10, last: 19 }], ['bytes=90-1000', { first: 90, last: 99 }], ['bytes=99-', { first: 99, last: 99 }],
  ['bytes=-1', { first: 99, last: 99 }], ['bytes=-1000', { first: 0, last: 99 }], ['Bytes = 5 - 6', { first: 5, last: 6 }],
])('%p of 100 bytes asks for %p', (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999999-'])('%p of 100 bytes asks for what is not there', (header) => {
  expect(readRange(header, 100)).toBe('unsatisfiable');
});

it.each([undefined, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=9-5', 'bytes=0-4,6-9', 'lines=0-4', 'bytes=0x10-', 'bytes=--5', 'bytes=1.5-2'])('%p is ignored', (header) => {
  expect(readRange(header, 100)).toBeUndefined();
});

it('an empty file has no range', () => {
  expect([readRange('bytes=0-', 0), readRange('bytes=-5', 0), readRange(undefined, 0)]).toEqual(['unsatisfiable', 'unsatisfiable', undefined]);
});
