import { listQuery } from '@anamnesis/http';
import { classTraits, consentGivers, extractionStatuses, participationStatuses, periods, studyStatuses } from '@anamnesis/research';
import { z } from 'zod';

const offered = (values: readonly string[]) => `Offered: ${values.join(', ')}.`;
const words = (most: number) => z.string().trim().min(1).max(most);
const period = z.enum(periods, offered(periods));

/** Of a consent text. */
const mostLanguages = 50;

/** Only its shape: a draft may hold what is refused when the study is opened. */
const design = z.strictObject({
  k: z.int().max(1_000_000).default(11),
  cadence: period,
  datePrecision: period,
  schedule: z.strictObject({ cron: z.string().max(200), zone: z.string().max(100), notBefore: z.iso.date('A day, such as 2026-03-04').refine((day) => day < '2200', 'Before 2200').optional() }),
  classes: z.array(z.array(z.enum(classTraits, offered(classTraits))).max(classTraits.length)).max(10),
  waitMonths: z.int(),
  consent: z.strictObject({ version: z.int(), texts: z.record(z.string().max(50), z.string().max(50_000)).refine((texts) => Object.keys(texts).length <= mostLanguages, `At most ${String(mostLanguages)} languages`).meta({ maxProperties: mostLanguages }) }),
});

const studyFields = { title: words(200), purpose: words(4000), design };
export const newStudyBody = z.strictObject(studyFields);
export const studyChangesBody = z.strictObject(studyFields).partial().refine((changes) => Object.keys(changes).length > 0, 'Say what is to change: title, purpose or design.');
export const researchersBody = z.strictObject({ accountIds: z.array(z.uuid()).max(500) });
export const consentBody = z.strictObject({ textVersion: z.int(), language: z.string().max(50) });

export const uuid = z.uuid();
export const number = z.coerce.number().int().min(1).max(2_147_483_647);
export const fileName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/);
export const pageQuery = z.strictObject(listQuery);
/** The id of the last study shown. */
/** The number of the last extraction shown. */
export const extractionCursor = z.tuple([z.string().regex(/^\d{1,10}$/)]);

/** From 1 to 10 nobody is told how many: so few could be known. */
const count = z.union([z.int(), z.literal('<11')]);
export const studyAnswer = z.object({
  id: z.uuid(),
  title: z.string(),
  purpose: z.string(),
  status: z.enum(studyStatuses),
  openedAt: z.iso.datetime().optional(),
  closedAt: z.iso.datetime().optional(),
  /** What people are asked to agree to, by language tag. */
  consent: z.object({ version: z.int(), texts: z.record(z.string(), z.string()) }),
  design: design.optional(),
  participants: count.optional(),
  researchers: z.array(z.uuid()).optional(),
  version: z.int(),
});
export const studiesAnswer = z.object({ items: z.array(studyAnswer), nextCursor: z.string().optional() });

export const participationAnswer = z.object({
  studyId: z.uuid(),
  status: z.enum(participationStatuses),
  consent: z.object({ textVersion: z.int(), sha256: z.string(), language: z.string(), givenBy: z.enum(consentGivers), givenAt: z.iso.datetime() }),
  withdrawnAt: z.iso.datetime().optional(),
});

export const extractionAnswer = z.object({
  number: z.int(),
  status: z.enum(extractionStatuses),
  requestedAt: z.iso.datetime(),
  scheduledFor: z.iso.datetime().optional(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  counts: z.record(z.string(), z.unknown()).optional(),
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
  release: z.object({
    number: z.int(),
    publishedAt: z.iso.datetime(),
    manifest: z.object({ href: z.string(), sha256: z.string() }),
    previousSha256: z.string().optional(),
    files: z.array(z.object({ name: z.string(), href: z.string(), mediaType: z.string(), bytes: z.int(), sha256: z.string(), rows: z.int() })),
    privacy: z.record(z.string(), z.unknown()),
  }).optional(),
});
export const extractionsAnswer = z.object({ items: z.array(extractionAnswer), nextCursor: z.string().optional() });
