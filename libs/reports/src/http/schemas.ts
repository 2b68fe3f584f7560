import { listQuery } from '@anamnesis/http';
import { reportFormats, reportKinds, reportLanguages, reportStatuses } from '@anamnesis/reports';
import { z } from 'zod';

const offered = (values: readonly string[]) => `Offered: ${values.join(', ')}.`;
const day = z.iso.date('A day, such as 2026-03-04').refine((date) => date >= '1850' && date < '2200', 'Not before 1850 and before 2200');

export const newReportBody = z
  .strictObject({
    kind: z.enum(reportKinds, offered(reportKinds)),
    from: day.optional(),
    to: day.optional(),
    format: z.enum(reportFormats, offered(reportFormats)).default('pdf'),
    language: z.enum(reportLanguages, offered(reportLanguages)).default('en'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['from'], error: 'Must not be later than "to".' });

export const reportsQuery = z.strictObject(listQuery);
export const uuid = z.uuid();
/** The id of the last report shown. */

export const reportAnswer = z.object({
  id: z.uuid(),
  kind: z.enum(reportKinds),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  format: z.enum(reportFormats),
  language: z.string(),
  status: z.enum(reportStatuses),
  progress: z.int(),
  requestedAt: z.iso.datetime(),
  file: z.object({ href: z.string(), mediaType: z.string(), bytes: z.int(), sha256: z.string() }).optional(),
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
});
export const reportsAnswer = z.object({ items: z.array(reportAnswer), nextCursor: z.string().optional() });
