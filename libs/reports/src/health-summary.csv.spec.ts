import { parse } from 'csv-parse/sync';
import { healthSummaryCsv } from './health-summary.csv';
import { aHealthSummary } from './testing/a-health-summary';

type Line = Record<'section' | 'name' | 'code' | 'setting' | 'field' | 'value' | 'unit' | 'at', string>;
const read = (summary = aHealthSummary()) => parse<Line>(healthSummaryCsv(summary), { bom: true, columns: true });

it('holds the numbers of the model, and each value that they were computed from', () => {
  const summary = aHealthSummary();
  const [series] = summary.measures;
  const lines = read(summary).filter(({ section, code, setting }) => section === 'measures' && code === '8480-6' && setting === 'clinic');
  const statistic = (name: string) => Number(lines.find(({ field }) => field === name)?.value);
  expect(['count', 'min', 'mean', 'median', 'max'].map(statistic)).toEqual([series!.count, series!.min, series!.mean, series!.median, series!.max]);
  expect(lines.filter(({ field }) => field === 'value').map(({ value, at }) => [Number(value), at])).toEqual(series!.values.map(({ value, takenAt }) => [value, takenAt]));
});

it('keeps text text, where a spreadsheet would run it as a formula', () => {
  const lines = read(aHealthSummary({ diagnoses: [{ ...aHealthSummary().diagnoses[0]!, text: '=HYPERLINK("http://x","y")' }] }));
  expect(lines.find(({ section }) => section === 'diagnoses')?.name).toBe(`'=HYPERLINK("http://x","y")`);
});

it('tells that nobody asked about allergies', () => {
  const lines = read(aHealthSummary({ allergies: [], allergyReview: { answer: 'not-asked', reviewedOn: null } }));
  expect(lines.filter(({ section }) => section === 'allergies').map(({ field, value }) => [field, value])).toEqual([['review', 'not-asked']]);
});
