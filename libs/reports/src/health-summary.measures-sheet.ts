import type { HealthSummary, MeasureSeries } from './health-summary';
import { isCondensed, measureChart } from './measure-chart';
import { printable, printableUnit } from './printable';
import type { ReportTexts } from './report-texts';
import { type Section, type Sheet, table } from './sheet';
import type { Written } from './written';

export function measures({ measures: series }: HealthSummary, texts: ReportTexts, written: Written): Section {
  const { measure, setting, count, lowest, mean, median, highest, first, latest } = texts.columns;
  return {
    heading: texts.sections.measures,
    remark: series.length === 0 ? texts.noMeasures : texts.measuresNote,
    table: table([[measure, 3.1], [setting, 0.9], [count, 0.9, true], [lowest, 1, true], [mean, 1, true], [median, 1, true], [highest, 1, true], [first, 1.5, true], [latest, 1.5, true]], series.map((row) => [
      measureName(row),
      texts.setting[row.setting],
      written.count(row.count),
      written.measured(row.min, row.decimals),
      written.calculated(within(row, row.mean), row.decimals),
      written.calculated(within(row, row.median), row.decimals),
      written.measured(row.max, row.decimals),
      `${written.measured(row.first.value, row.decimals)}\n${written.dayInTable(row.first.localTime)}`,
      `${written.measured(row.last.value, row.decimals)}\n${written.dayInTable(row.last.localTime)}`,
    ])),
  };
}

/** A chart for each measure, clinic and home in the same one. */
export function charts({ measures: series, period }: HealthSummary, texts: ReportTexts, written: Written): Sheet['charts'] {
  const byMeasure = Map.groupBy(series, ({ code, unit }) => `${code} ${unit ?? ''}`);
  return {
    heading: texts.sections.charts,
    key: [texts.chartKey, ...(series.some(isCondensed) ? [texts.condensedKey] : [])],
    items: [...byMeasure.values()].flatMap((ofOne) => {
      const [measure] = ofOne;
      return measure === undefined ? [] : [{
        title: printable(measure.text),
        unit: printableUnit(measure.unit),
        svg: measureChart(ofOne, { from: period.from, to: period.to, locale: texts.locale }),
        alt: ofOne.map((row) => chartAlt(row, texts, written)).join(' '),
      }];
    }),
  };
}

function chartAlt(row: MeasureSeries, texts: ReportTexts, written: Written): string {
  const told = (value: number) => written.measured(value, row.decimals);
  return texts.chartAlt({
    measure: printable(row.text), unit: printableUnit(row.unit), setting: texts.setting[row.setting], count: row.count, lowest: told(row.min), highest: told(row.max),
    first: told(row.first.value), firstOn: written.day(row.first.localTime), last: told(row.last.value), lastOn: written.day(row.last.localTime),
  });
}

/** Mean and median come rounded: of values with many digits, that may have lifted them above the highest by a hair. */
function within({ min, max }: MeasureSeries, calculated: number): number {
  return Math.min(max, Math.max(min, calculated));
}

function measureName({ text, unit }: MeasureSeries): string {
  const unitText = printableUnit(unit);
  return unitText ? `${text}\n${unitText}` : text;
}
