import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement, personZone } from '@anamnesis/users';
import { MeasureNotComputable } from './measure.errors';
import type { MeasureSetting } from './measure.entity';
import { MeasureTypes } from './measure-types';
import { roundTo } from './units';

export interface StatisticsQuery {
  /** LOINC, of one measure. */
  readonly code: string;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  /** 'both' pools what was measured in the clinic and at home. */
  readonly setting?: MeasureSetting | 'both' | undefined;
  readonly by?: 'day' | 'week' | 'month' | undefined;
  /** IANA zone in which days begin; the patient's own unless told. */
  readonly zone?: string | undefined;
}

interface Counted {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly max: number;
  readonly first: { readonly value: number; readonly takenAt: string };
  readonly last: { readonly value: number; readonly takenAt: string };
}

export interface PeriodStatistics extends Counted {
  /** The period's first day. */
  readonly from: string;
}

export interface SettingStatistics extends Counted {
  readonly setting: MeasureSetting | 'both';
  readonly unit: string | null;
  readonly periods: readonly PeriodStatistics[];
}

interface StatisticsRow extends Counted {
  readonly setting: SettingStatistics['setting'];
  readonly unit: string | null;
  readonly period: string | null;
}

/**
 * Set-based, over all records of a chart that was merged. Of a code whose values came in units that could not be made one
 * (codes without a type), the unit of the newest counts: numbers of different units are never pooled.
 * $3 code; $4, $5 period; $6 setting, 'both', or NULL for each apart; $7 day, week, month or NULL; $8 zone or NULL
 */
const readStatistics = chartStatement(
  'visits.measure-statistics',
  `WITH measured AS (
     SELECT id, quantity, unit, taken_at, CASE WHEN $6::text = 'both' THEN 'both' ELSE setting END AS setting,
            date_trunc($7::text, taken_at AT TIME ZONE COALESCE($8::text, ${personZone('$2::uuid')}))::date AS period
       FROM measure
      WHERE patient_id = ANY (context.patient_ids) AND opened.patient_id = $2::uuid AND code = $3::text AND status = 'final' AND quantity IS NOT NULL
        AND taken_at >= $4::timestamptz AND taken_at < $5::timestamptz AND ($6 IS NULL OR $6 = 'both' OR setting = $6)
   ), newest AS (SELECT unit FROM measured ORDER BY taken_at DESC, id DESC LIMIT 1)
   SELECT m.setting, m.unit, m.period::text AS period, count(m.quantity)::integer AS count, min(m.quantity)::float8 AS min, avg(m.quantity)::float8 AS mean,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY m.quantity) AS median, max(m.quantity)::float8 AS max,
          (array_agg(json_build_object('value', m.quantity, 'takenAt', m.taken_at) ORDER BY m.taken_at, m.id))[1] AS first,
          (array_agg(json_build_object('value', m.quantity, 'takenAt', m.taken_at) ORDER BY m.taken_at DESC, m.id DESC))[1] AS last
     FROM measured m JOIN newest ON m.unit IS NOT DISTINCT FROM newest.unit
    GROUP BY GROUPING SETS ((m.setting, m.unit), (m.setting, m.unit, m.period))
   HAVING GROUPING(m.period) = 1 OR $7 IS NOT NULL
    ORDER BY m.setting, GROUPING(m.period) DESC, m.period`,
);

@Injectable()
export class MeasureStatistics {
  constructor(
    private readonly charts: Charts,
    private readonly measureTypes: MeasureTypes,
  ) {}

  /**
   * Clinic and home apart unless told; an empty list where nothing was measured.
   * @throws MeasureNotComputable for a measure whose values are codes, and what Charts throws
   */
  async execute(acting: Acting, patientId: string, { code, from, to, setting, by, zone }: StatisticsQuery): Promise<SettingStatistics[]> {
    const type = (await this.measureTypes.catalogue()).find(code);
    if (type?.valueKind === 'coded') throw new MeasureNotComputable();
    const values = [type?.code ?? code, from ?? '-infinity', to ?? 'infinity', setting ?? null, by ?? null, zone ?? null];
    const rows = await this.charts.read<StatisticsRow>(acting, patientId, readStatistics, values, { thing: 'Observation', detail: { code, statistics: true } });
    // One digit more than is measured: what a mean says beyond it is noise.
    const decimals = (type?.decimals ?? 3) + 1;
    return rows
      .filter(({ period }) => period === null)
      .map((total) => ({ ...counted(total, decimals), setting: total.setting, unit: total.unit, periods: periodsOf(total, rows, decimals) }));
  }
}

function periodsOf({ setting }: StatisticsRow, rows: readonly StatisticsRow[], decimals: number): PeriodStatistics[] {
  return rows.flatMap((row) => (row.setting === setting && row.period !== null ? [{ from: row.period, ...counted(row, decimals) }] : []));
}

function counted({ count, min, mean, median, max, first, last }: StatisticsRow, decimals: number): Counted {
  return { count, min, mean: roundTo(decimals, mean), median: roundTo(decimals, median), max, first, last };
}
