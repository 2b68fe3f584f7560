import type { ProfileMeasure, StudyDesign, StudyProfile } from './study-design';

/**
 * The measures that a study may send, from the catalogue: quantities with a unit and a plausible range, whose widest bounds over ages and
 * sexes are the extremes that go out. As SQL, so that the same statement freezes it for a study that is opened by hand and for one that is loaded.
 */
export const profileMeasuresSelect = `
  SELECT t.code, t.canonical_unit AS unit, t.decimals::integer AS decimals, min((r ->> 'low')::float8) AS low, max((r ->> 'high')::float8) AS high
    FROM measure_type t CROSS JOIN LATERAL jsonb_array_elements(t.plausible) r
   WHERE t.value_kind = 'quantity' AND t.canonical_unit IS NOT NULL
   GROUP BY t.code ORDER BY t.code`;

export function freezeProfile(design: StudyDesign, measures: readonly ProfileMeasure[]): StudyProfile {
  return { ...design, measures };
}
