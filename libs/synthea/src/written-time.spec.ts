import { readTime } from './written-time';

describe('Times as the export writes them', () => {
  it.each([
    ['2020-03-03T14:00:00+00:00', '2020-03-03T14:00:00.000Z', '2020-03-03'],
    ['2020-03-03T14:00:00Z', '2020-03-03T14:00:00.000Z', '2020-03-03'],
    ['2020-03-03T23:30:00-05:00', '2020-03-04T04:30:00.000Z', '2020-03-03'],
    ['2020-03-03 14:00:00', '2020-03-03T14:00:00.000Z', '2020-03-03'],
    ['1914-07-28T11:10:00.25+0100', '1914-07-28T10:10:00.250Z', '1914-07-28'],
  ])('reads %s, and keeps the day as written', (text, moment, day) => {
    const time = readTime(text);
    expect(time && new Date(time.at).toISOString()).toBe(moment);
    expect(time).toMatchObject({ day, dayOnly: false });
  });

  it('reads a day alone as such', () => {
    expect(readTime('1934-04-09')).toEqual({ at: Date.UTC(1934, 3, 9), day: '1934-04-09', dayOnly: true });
  });

  it.each(['2021-02-29', '2020-13-01', '2020-00-10', '2020-01-01T25:00:00Z', '03/03/2020', 'yesterday', '2020-1-1', '0000-00-00'])('takes %s for no time', (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});
