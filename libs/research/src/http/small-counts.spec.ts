import { discreetWithin } from './small-counts';

it('counts from 1 to 10 print as <11, none and more than that as they are, wherever they stand', () => {
  expect(discreetWithin([0, 1, 5, 10, 11, 4000])).toEqual([0, '<11', '<11', '<11', 11, 4000]);
  expect(discreetWithin({ persons: 3, rows: { visit: 40, measure: 10 }, waiting: [0, 7], note: 'none' })).toEqual({ persons: '<11', rows: { visit: 40, measure: '<11' }, waiting: [0, '<11'], note: 'none' });
  expect(discreetWithin(null)).toBeNull();
});
