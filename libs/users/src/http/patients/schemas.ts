import { z } from 'zod';
import { isPartialDate } from '@anamnesis/users';
import { words } from '../words';

const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC');

export const humanName = z.strictObject({
  use: z.enum(['official', 'usual', 'maiden', 'old', 'nickname']).optional(),
  text: words(300),
  given: z.array(words(100)).max(10).optional(),
  family: words(200).optional(),
  prefix: z.array(words(50)).max(5).optional(),
  suffix: z.array(words(50)).max(5).optional(),
  script: z.string().regex(/^[A-Z][a-z]{3}$/, 'An ISO 15924 code, such as Cyrl').optional(),
});

export const newPatientBody = z.strictObject({
  names: z.array(humanName).min(1).max(10),
  birthDate: z.string().max(10).refine(isPartialDate, 'A date, or its year or month: 1950-03-17, 1950-03 or 1950').refine((date) => date.slice(0, 4) >= '1850' && date <= new Date().toISOString(), 'Not in the future and not before 1850').optional(),
  sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  gender: words(100).optional(),
  phone: words(50).optional(),
  email: z.email().max(254).optional(),
  address: z.strictObject({ line: z.array(words(200)).max(5).optional(), city: words(100).optional(), postalCode: words(20).optional(), region: words(100).optional(), country: words(100).optional() }).optional(),
  zone: z.string().max(64).refine((zone) => zones.has(zone), 'An IANA time zone, such as Europe/Berlin').optional(),
  language: z.string().max(35).regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'A language tag, such as en or pt-BR').optional(),
  mrn: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./-]{1,39}$/, '2 to 40 letters, digits, dots, slashes and hyphens').optional(),
});

export const patientId = z.uuid();

export const patientAnswer = z.object({
  id: z.uuid(), mrn: z.string(), names: z.array(humanName), birthDate: z.string().optional(), sex: z.string(), gender: z.string().optional(), phone: z.string().optional(),
  email: z.string().optional(), address: z.record(z.string(), z.unknown()), zone: z.string(), language: z.string().optional(), verification: z.string(), deceasedAt: z.string().optional(), version: z.number(),
});
export const ownAccountAnswer = z.object({
  id: z.uuid(), username: z.string(), names: z.array(humanName), email: z.string().optional(), language: z.string(), roles: z.array(z.string()), role: z.string(), patientId: z.uuid().optional(), doctorId: z.uuid().optional(),
});
