import { bookers } from '@anamnesis/users';
import { z } from 'zod';
import { newPatientBody } from '../patients/schemas';
import { words } from '../words';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day, such as 08:30');
const { address, phone } = newPatientBody.shape;
const zone = newPatientBody.shape.zone.unwrap();

const openingHours = z
  .array(z.strictObject({ weekday: z.number().int().min(1).max(7), opens: time, closes: time }).refine(({ opens, closes }) => opens < closes, { message: 'Closes after it opens', path: ['closes'] }))
  .max(50)
  .superRefine((hours, context) => {
    for (const [at, { weekday, opens, closes }] of hours.entries()) {
      const before = hours.slice(0, at).find((other) => other.weekday === weekday && other.opens < closes && opens < other.closes);
      if (before) context.addIssue({ code: 'custom', message: 'Overlaps with other hours of the same day', path: [at] });
    }
  });
const holidays = z
  .array(z.strictObject({ date: z.iso.date(), name: words(100).optional() }))
  .max(200)
  .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'Each day once');

export const organisationChangesBody = z.strictObject({ name: words(200).optional(), phone: phone.nullable() });
const location = { name: words(200), address, zone, openingHours: openingHours.optional(), holidays: holidays.optional() };
export const newLocationBody = z.strictObject({ organisationId: z.uuid().optional(), ...location });
export const locationChangesBody = z.strictObject({ ...location, name: words(200).optional(), zone: zone.optional() });
const appointmentType = { name: words(200), lengthMinutes: z.number().int().min(1).max(480), bufferMinutes: z.number().int().min(0).max(240).optional(), bookableBy: z.array(z.enum(bookers)).max(bookers.length) };
export const newAppointmentTypeBody = z.strictObject({ organisationId: z.uuid().optional(), ...appointmentType });
export const appointmentTypeChangesBody = z.strictObject(appointmentType).partial();

export const organisationAnswer = z.object({ id: z.uuid(), name: z.string(), phone: z.string().optional(), version: z.number() });
export const organisationsAnswer = z.object({ items: z.array(organisationAnswer), nextCursor: z.string().optional() });
export const locationAnswer = z.object({
  id: z.uuid(), organisationId: z.uuid(), name: z.string(), address: z.record(z.string(), z.unknown()), zone: z.string(),
  openingHours: z.array(z.object({ weekday: z.number(), opens: z.string(), closes: z.string() })), holidays: z.array(z.object({ date: z.string(), name: z.string().optional() })), version: z.number(),
});
export const locationsAnswer = z.object({ items: z.array(locationAnswer), nextCursor: z.string().optional() });
export const appointmentTypeAnswer = z.object({
  id: z.uuid(), organisationId: z.uuid(), name: z.string(), lengthMinutes: z.number(), bufferMinutes: z.number(), bookableBy: z.array(z.string()), version: z.number(),
});
export const appointmentTypesAnswer = z.object({ items: z.array(appointmentTypeAnswer), nextCursor: z.string().optional() });
