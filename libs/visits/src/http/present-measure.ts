import type { MeasureRow, MeasureType, Moment, SettingStatistics } from '@anamnesis/visits';
import type { z } from 'zod';
import type { measureAnswer, measureTypesAnswer, statisticsAnswer } from './measure.schemas';

/** RFC 3339 in UTC, whatever form the moment came in. */
export function instantOf(moment: Moment): string {
  return (moment instanceof Date ? moment : new Date(moment)).toISOString();
}

export function presentMeasure(row: MeasureRow): z.infer<typeof measureAnswer> {
  return {
    id: row.id,
    ...(row.visit_id === null ? {} : { visitId: row.visit_id }),
    ...(row.panel_id === null ? {} : { panelId: row.panel_id }),
    ...(row.panel_code === null ? {} : { panelCode: row.panel_code }),
    code: row.code,
    ...(row.text === null ? {} : { text: row.text }),
    value: row.quantity ?? row.text_value ?? codeOf(row),
    ...(row.unit === null ? {} : { unit: row.unit }),
    entered: { value: row.entered_value, ...(row.entered_unit === null ? {} : { unit: row.entered_unit }) },
    takenAt: instantOf(row.taken_at),
    setting: row.setting,
    origin: row.origin,
    ...(row.derived_from === null ? {} : { derivedFrom: [...row.derived_from] }),
    ...(row.note === null ? {} : { note: row.note }),
    marks: [...row.marks],
    version: row.version,
  };
}

function codeOf({ coded_value, entered_value }: MeasureRow): string | { system?: string; code: string; text: string } {
  if (coded_value === null) return entered_value;
  return { ...(coded_value.system === undefined ? {} : { system: coded_value.system }), code: coded_value.code, text: coded_value.text };
}

export function presentStatistics(code: string, settings: readonly SettingStatistics[]): z.infer<typeof statisticsAnswer> {
  const [first, second] = [...settings].sort((one, other) => Number(one.setting === 'home') - Number(other.setting === 'home'));
  if (!first) return { code, count: 0 };
  return { code, ...presentSetting(first), ...(second ? { home: presentSetting(second) } : {}) };
}

type Figures = Pick<SettingStatistics, 'count' | 'min' | 'mean' | 'median' | 'max' | 'first' | 'last'>;

function presentSetting({ setting, unit, periods, ...figures }: SettingStatistics): NonNullable<z.infer<typeof statisticsAnswer>['home']> {
  return {
    setting,
    ...(unit === null ? {} : { unit }),
    ...presentFigures(figures),
    ...(periods.length > 0 ? { periods: periods.map(({ from, ...counted }) => ({ from, ...presentFigures(counted) })) } : {}),
  };
}

function presentFigures({ count, min, mean, median, max, first, last }: Figures): Figures {
  return { count, min, mean, median, max, first: { value: first.value, takenAt: instantOf(first.takenAt) }, last: { value: last.value, takenAt: instantOf(last.takenAt) } };
}

export function presentMeasureType(type: MeasureType): z.infer<typeof measureTypesAnswer>['items'][number] {
  return {
    code: type.code,
    text: type.text,
    valueKind: type.valueKind,
    ...(type.canonicalUnit === null ? {} : { unit: type.canonicalUnit }),
    acceptedUnits: type.acceptedUnits,
    decimals: type.decimals,
    possible: type.possible,
    plausible: type.plausible,
    ...(type.panelCode === null ? {} : { panelCode: type.panelCode }),
  };
}
