import { readSearch } from './read-search';

describe('what is typed into one field', () => {
  it.each([
    ['Müller Anna', { names: 'Müller Anna', mrn: null, born: null }],
    ['Müller 1950-03-17', { names: 'Müller', mrn: null, born: '1950-03-17' }],
    ['17.3.1950 Müller', { names: 'Müller', mrn: null, born: '1950-03-17' }],
    ['Müller 1950', { names: 'Müller', mrn: null, born: '1950' }],
    ['1950-03', { names: null, mrn: null, born: '1950-03' }],
    ['M-ABCDEFGH', { names: null, mrn: 'M-ABCDEFGH', born: null }],
    ['e2e-12', { names: null, mrn: 'e2e-12', born: null }],
    ['１９５０ 李明', { names: '李明', mrn: null, born: '1950' }],
    ['31.02.1950', { names: null, mrn: '31.02.1950', born: null }],
  ])('%s is told apart', (search, expected) => {
    expect(readSearch({ search })).toEqual(expected);
  });

  it('goes with a birth date and a number of fields of their own', () => {
    expect(readSearch({ search: 'Anna', birthDate: '1950', mrn: 'M-1' })).toEqual({ names: 'Anna', mrn: 'M-1', born: '1950' });
  });
});
