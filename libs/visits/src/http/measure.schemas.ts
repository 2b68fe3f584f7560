import { listQuery } from '@anamnesis/http';
import { z } from 'zod';

/** Text that the database can keep: no NUL, no half of a surrogate pair. */
export const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Text without control characters');

export const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'A moment with its offset, such as 2026-03-04T10:15:00+01:00' })
  .refine((text) => text >= '1850' && text < '2200', 'Not before 1850 and before 2200')
  .transform((text) => new Date(text));

const loincCode = z.string().max(20);
const coding = z.strictObject({ system: words(300).optional(), code: words(100), text: words(300) });
const value = z.union([z.number().min(-1e9).max(1e9), words(1000), coding]);
const unit = words(40);

const component = { code: loincCode, unit: unit.optional(), takenAt: instant.optional(), note: words(500).optional() };
const components = z.array(z.strictObject({ ...component, value })).min(1).max(20);

/** One measure, or a panel of several; not a union, so that a fault is named by its own field. */
export const enteredMeasure = z.strictObject({ ...component, value: value.optional(), components: components.optional() }).transform(({ value: single, components: parts, unit: typed, ...rest }, context) => {
  if (parts && single === undefined && typed === undefined) return { ...rest, components: parts };
  if (single !== undefined && !parts) return { ...rest, value: single, unit: typed };
  context.addIssue({ code: 'custom', message: 'Send value and unit, or the components of a panel.', path: ['value'] });
  return z.NEVER;
});

export const measuresQuery = z.strictObject({ ...listQuery, limit: listQuery.limit.default(20), code: loincCode.optional(), from: instant.optional(), to: instant.optional() });
const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC');
export const statisticsQuery = z.strictObject({
  code: loincCode,
  from: instant.optional(),
  to: instant.optional(),
  setting: z.enum(['clinic', 'home', 'both']).optional(),
  by: z.enum(['day', 'week', 'month']).optional(),
  zone: z.string().max(64).refine((zone) => zones.has(zone), 'An IANA time zone, such as Europe/Berlin').optional(),
});

export const measureAnswer = z.object({
  id: z.uuid(),
  visitId: z.uuid().optional(),
  panelId: z.uuid().optional(),
  panelCode: z.string().optional(),
  code: z.string(),
  text: z.string().optional(),
  value: z.union([z.number(), z.string(), z.object({ system: z.string().optional(), code: z.string(), text: z.string() })]),
  unit: z.string().optional(),
  entered: z.object({ value: z.string(), unit: z.string().optional() }),
  takenAt: z.iso.datetime(),
  setting: z.enum(['clinic', 'home']),
  origin: z.enum(['entered', 'derived', 'imported']),
  derivedFrom: z.array(z.uuid()).optional(),
  note: z.string().optional(),
  marks: z.array(z.string()),
  version: z.int(),
});
export const measuresAnswer = z.object({ items: z.array(measureAnswer), nextCursor: z.string().optional() });

const counted = {
  count: z.int(), min: z.number(), mean: z.number(), median: z.number(), max: z.number(),
  first: z.object({ value: z.number(), takenAt: z.iso.datetime() }), last: z.object({ value: z.number(), takenAt: z.iso.datetime() }),
};
const settingStatistics = z.object({ setting: z.enum(['clinic', 'home', 'both']), unit: z.string().optional(), ...counted, periods: z.array(z.object({ from: z.iso.date(), ...counted })).optional() });
/** The figures of the clinic, or of the setting that was asked for, stand at the top; those of home apart, where both were measured and neither was asked for. */
export const statisticsAnswer = settingStatistics.partial().required({ count: true }).extend({ code: z.string(), home: settingStatistics.optional() });

const range = z.object({ sex: z.string().optional(), ageFrom: z.number().optional(), ageTo: z.number().optional(), low: z.number(), high: z.number() });
export const measureTypesAnswer = z.object({
  items: z.array(
    z.object({
      code: z.string(), text: z.string(), valueKind: z.enum(['quantity', 'coded']), unit: z.string().optional(), acceptedUnits: z.array(z.string()), decimals: z.int(),
      possible: z.array(range), plausible: z.array(range), panelCode: z.string().optional(),
    }),
  ),
});
