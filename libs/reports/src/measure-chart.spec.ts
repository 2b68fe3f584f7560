import fc from 'fast-check';
import { measureChart } from './measure-chart';
import { aMeasureSeries, yearOf } from './testing/a-health-summary';

const frame = { from: '2025-03-04', to: '2026-03-04', locale: 'en-GB' };
const count = (svg: string, part: string) => svg.split(part).length - 1;

it('marks each value, and tells clinic and home apart without colour', () => {
  const svg = measureChart([aMeasureSeries({ values: yearOf(12, 138, 9) }), aMeasureSeries({ setting: 'home', values: yearOf(20, 131, 8) })], frame);
  expect([count(svg, '<circle'), count(svg, 'fill="#ffffff"'), count(svg, 'stroke-dasharray')]).toEqual([32, 20, 1]);
});

it('marks a single value, without a line', () => {
  const svg = measureChart([aMeasureSeries({ values: yearOf(1, 101, 0) })], frame);
  expect([count(svg, '<circle'), count(svg, '<path')]).toEqual([1, 0]);
});

it('draws many values as the stretch from lowest to highest and the median', () => {
  const svg = measureChart([aMeasureSeries({ values: yearOf(2000, 128, 12) })], frame);
  expect([count(svg, '<circle'), count(svg, 'fill-opacity')]).toEqual([0, 1]);
  expect(svg.length).toBeLessThan(8000);
});

it('writes dates and numbers at its axes, the year with the first', () => {
  const svg = measureChart([aMeasureSeries({ values: yearOf(12, 138, 9) })], frame);
  const labels = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  expect(labels).toEqual(expect.arrayContaining(['130', '140', 'Apr 2025', 'Jul', 'Jan 2026']));
});

it('offers no saturation above 100 %', () => {
  const svg = measureChart([aMeasureSeries({ unit: '%', values: yearOf(12, 98, 2) })], frame);
  expect([svg.includes('>100<'), svg.includes('>102<'), svg.includes('>105<')]).toEqual([true, false, false]);
});

it.each([['2026-03-04', '2026-03-04'], ['2026-02-01', '2026-03-04'], ['1990-01-01', '2026-03-04']])('has dates at its axis for the period from %s to %s', (from, to) => {
  expect(measureChart([aMeasureSeries({ values: [{ value: 120, takenAt: `${to}T08:00:00Z`, localTime: `${to}T08:00:00` }] })], { ...frame, from, to })).toMatch(/>[^<]*(2026|2020|2000)<\/text>/);
});

it('draws only finite numbers within its frame, whatever was measured', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
    const svg = measureChart([aMeasureSeries({ values: yearOf(values.length, 0, 0).map((each, at) => ({ ...each, value: values[at]! })) })], frame);
    const heights = [...svg.matchAll(/cy="([^"]+)"/g)].map(([, y]) => Number(y));
    return !/NaN|Infinity/.test(svg) && heights.every((y) => y >= 0 && y <= 118);
  }));
});
