import { type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { MeasureSeries } from './health-summary';

export interface ChartFrame {
  /** ISO days, both shown in full. */
  readonly from: string;
  readonly to: string;
  readonly locale: string;
}

interface Point {
  readonly at: Date;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

const width = 250;
const height = 118;
const inner = { left: 34, right: 243, top: 9, bottom: 97 };
/** More points than this in the width of a chart are a blot: then stretches of time are drawn by their lowest, median and highest. */
const mostPoints = 120;
const stretches = 60;

/**
 * One measure over the period as SVG, clinic and home as two lines that differ in dash and mark, so that they are told apart in
 * grey. It holds only numbers and dates made here: no text of the record, so nothing in it has to be escaped.
 */
export function measureChart(series: readonly MeasureSeries[], { from, to, locale }: ChartFrame): string {
  const drawn = series.map(({ setting, values }) => ({ setting, condensed: isCondensed({ values }), points: pointsOf(values) }));
  const across = scaleUtc([new Date(`${from}T00:00:00Z`), new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000)], [inner.left, inner.right]);
  const values = heightOf(drawn.flatMap(({ points }) => points));
  const upward = scaleLinear(values, [inner.bottom, inner.top]).nice(4);
  // A saturation of 105 % is nothing that an axis should offer.
  if (series.every(({ unit, max }) => unit === '%' && max <= 100)) upward.domain([upward.domain()[0] ?? values[0], Math.min(100, upward.domain()[1] ?? values[1])]);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

  const rows = upward.ticks(4).map((tick) => {
    const y = round(upward(tick));
    return `<line x1="${inner.left}" x2="${inner.right}" y1="${y}" y2="${y}" stroke="#dde3e8" stroke-width="0.6"/>${label(inner.left - 4, y + 2.4, 'end', numbers.format(tick))}`;
  });
  const columns = dateTicks(across, locale).map(({ x, text, anchor }) =>
    `<line x1="${x}" x2="${x}" y1="${inner.bottom}" y2="${inner.bottom + 3}" stroke="#7b8894" stroke-width="0.6"/>${label(x, inner.bottom + 11, anchor, text)}`);
  const marks = drawn.map(({ setting, condensed, points }) => drawSeries(setting, condensed, points, (point) => across(point.at), (value) => upward(value)));
  const axis = `<line x1="${inner.left}" x2="${inner.right}" y1="${inner.bottom}" y2="${inner.bottom}" stroke="#7b8894" stroke-width="0.8"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${rows.join('')}${axis}${columns.join('')}${marks.join('')}</svg>`;
}

export function isCondensed({ values }: Pick<MeasureSeries, 'values'>): boolean {
  return values.length > mostPoints;
}

function pointsOf(values: MeasureSeries['values']): Point[] {
  // The wall clock is drawn as if it were UTC: a day's values then stand at that day, whatever the zone.
  const all = values.map(({ value, localTime }) => ({ at: new Date(`${localTime}Z`), low: value, middle: value, high: value }));
  const first = all[0]?.at.getTime() ?? 0;
  const span = (all.at(-1)?.at.getTime() ?? 0) - first;
  if (all.length <= mostPoints || span === 0) return all.slice(0, mostPoints);
  const byStretch = Map.groupBy(all, ({ at }) => Math.min(stretches - 1, Math.floor(((at.getTime() - first) / span) * stretches)));
  return [...byStretch].map(([stretch, points]) => {
    const sorted = points.map(({ middle }) => middle).sort((a, b) => a - b);
    const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
    const middle = ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
    return { at: new Date(first + ((stretch + 0.5) / stretches) * span), low, middle, high };
  });
}

/** A line that only trembles is not drawn as mountains: the axis spans at least a tenth of the middle value. */
function heightOf(points: readonly Point[]): [number, number] {
  const low = Math.min(...points.map((point) => point.low));
  const high = Math.max(...points.map((point) => point.high));
  const margin = Math.max((high - low) * 0.08, Math.abs(high + low) * 0.025, 0.05);
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

function drawSeries(setting: string, condensed: boolean, points: readonly Point[], x: (point: Point) => number, y: (value: number) => number): string {
  const [ink, dash] = setting === 'home' ? ['#b3541e', ' stroke-dasharray="3.2 2"'] : ['#17435f', ''];
  const stroke = line<Point>().x((point) => round(x(point))).y((point) => round(y(point.middle)))(points) ?? '';
  const path = points.length > 1 ? `<path d="${stroke}" fill="none" stroke="${ink}" stroke-width="1.1" stroke-linejoin="round"${dash}/>` : '';
  if (condensed) {
    const band = area<Point>().x((point) => round(x(point))).y0((point) => round(y(point.low))).y1((point) => round(y(point.high)))(points) ?? '';
    return `<path d="${band}" fill="${ink}" fill-opacity="0.18"/>${path}`;
  }
  const radius = points.length > 40 ? 1.1 : 1.9;
  const fill = setting === 'home' ? '#ffffff' : ink;
  return path + points.map((point) => `<circle cx="${round(x(point))}" cy="${round(y(point.middle))}" r="${radius}" fill="${fill}" stroke="${ink}" stroke-width="0.9"/>`).join('');
}

/** Months where they fit, else days; the year is told at the first mark and where it changes. */
function dateTicks(across: ScaleTime<number, number>, locale: string): { x: number; text: string; anchor: 'start' | 'middle' | 'end' }[] {
  const [start = new Date(0), end = new Date(0)] = across.domain();
  const days = (end.getTime() - start.getTime()) / 86_400_000;
  const parts: Intl.DateTimeFormatOptions = days > 1500 ? {} : days > 62 ? { month: 'short' } : { month: 'short', day: 'numeric' };
  const plain = new Intl.DateTimeFormat(locale, { ...parts, ...(days > 1500 ? { year: 'numeric' } : {}), timeZone: 'UTC' });
  const withYear = new Intl.DateTimeFormat(locale, { ...parts, year: 'numeric', timeZone: 'UTC' });
  // Midnights only: on a period of a day or two d3 would offer hours, which have no date to show.
  const ticks = across.ticks(days > 62 ? 5 : Math.min(5, days)).filter((tick) => tick.getTime() % 86_400_000 === 0);
  return ticks.map((tick, index) => {
    const x = round(across(tick));
    const text = (ticks[index - 1]?.getUTCFullYear() === tick.getUTCFullYear() ? plain : withYear).format(tick);
    return { x, text, anchor: x < inner.left + 16 ? 'start' : x > inner.right - 18 ? 'end' : 'middle' };
  });
}

function label(x: number, y: number, anchor: string, text: string): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-family="Noto Sans" font-size="7" fill="#4a5560">${text}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
