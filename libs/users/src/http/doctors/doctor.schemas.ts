import { listQuery } from '@anamnesis/http';
import { absenceKinds } from '@anamnesis/users';
import { z } from 'zod';
import { humanName } from '../patients/schemas';
import { moment, words } from '../words';

export const doctorId = z.uuid();
export const doctorsQuery = z.strictObject({ ...listQuery, cursor: z.string().max(2000).optional(), specialty: words(200).optional(), search: words(200).optional() });
export const doctorsCursor = z.tuple([z.string().max(400).refine((text) => text.isWellFormed() && !text.includes('\0')), z.uuid()]);
export const doctorChangesBody = z
  .strictObject({
    names: z.array(humanName).min(1).max(10).optional(),
    sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    specialty: words(200).nullable().optional(),
    licence: words(100).nullable().optional(),
    phone: words(50).nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Say what is to change');

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'HH:MM, such as 08:30');
const day = z.iso.date({ abort: true, error: 'A day, such as 2026-03-04' }).refine((date) => date >= '1950' && date < '2200', 'Not before 1950 and before 2200');
const hours = z
  .strictObject({ locationId: z.uuid(), weekday: z.int().min(1).max(7), opens: clock, closes: clock, validFrom: day, validTo: day.optional() })
  .refine(({ opens, closes }) => opens < closes, { error: 'After opens', path: ['closes'] })
  .refine(({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo, { error: 'Not before validFrom', path: ['validTo'] });
export const workingHoursBody = z.strictObject({ hours: z.array(hours).max(200) });
export const workingHoursAnswer = z.object({
  hours: z.array(z.object({ locationId: z.uuid(), weekday: z.int(), opens: z.string(), closes: z.string(), validFrom: z.string(), validTo: z.string().optional() })),
});

export const absencesQuery = z.strictObject({ from: moment.optional() });
export const newAbsenceBody = z.strictObject({ startsAt: moment, endsAt: moment, kind: z.enum(absenceKinds) });
export const absenceChangesBody = z
  .strictObject({ startsAt: moment.optional(), endsAt: moment.optional(), kind: z.enum(absenceKinds).optional(), cancelled: z.literal(true).optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Say what is to change');
export const absenceAnswer = z.object({ id: z.uuid(), startsAt: z.iso.datetime(), endsAt: z.iso.datetime(), kind: z.string(), cancelledAt: z.iso.datetime().optional(), version: z.int() });
export const absencesAnswer = z.object({ items: z.array(absenceAnswer) });

const listed = { id: z.uuid(), organisationId: z.uuid(), names: z.array(humanName), specialty: z.string().optional() };
export const doctorsAnswer = z.object({ items: z.array(z.object(listed)), nextCursor: z.string().optional() });
/** What stands after the specialty is for staff. */
export const doctorAnswer = z.object({ ...listed, sex: z.string().optional(), licence: z.string().optional(), phone: z.string().optional(), status: z.string().optional(), version: z.int() });
