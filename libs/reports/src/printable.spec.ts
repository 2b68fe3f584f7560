import fc from 'fast-check';
import { printable, printableUnit } from './printable';

it('leaves names of any script as they are', () => {
  for (const name of ['李明', 'Иванов', 'محمد عبد الله', 'Ελένη', '김철수', 'สมชาย', 'אנה', 'Weiß-Łukasz']) expect(printable(name)).toBe(name);
});

it('takes out what would leave its line: controls, line breaks, marks that turn the direction', () => {
  expect(printable('A\u0000\nB\t\u202eC\u2066D\u200f')).toBe('A B CD');
});

it('lets a long run be broken', () => {
  expect(printable('x'.repeat(60)).split('\u200b').map((part) => part.length)).toEqual([24, 24, 12]);
});

it('leaves nothing behind that has no width or turns the line, whatever comes in', () => {
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(printable(text))));
});

it.each([['mm[Hg]', 'mm Hg'], ['/min', 'per minute'], ['Cel', '°C'], ['kg/m2', 'kg/m²'], ['umol/L', 'µmol/L'], ['ug/dL', 'µg/dL'], ['{score}', 'score'], ['U/L', 'U/L'], ['%', '%'], [null, '']])('writes the unit %s as people do: %s', (unit, text) => {
  expect(printableUnit(unit)).toBe(text);
});
