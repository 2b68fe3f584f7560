import { z } from 'zod';
import { newPatientBody } from '../patients/schemas';

const { names, birthDate, phone, zone, language } = newPatientBody.shape;
const email = z.email().max(254);
/** 256 bits, as base64url. */
const token = z.string().min(20).max(100);
const password = z.string().min(1).max(256);
const username = z.string().trim().min(3).max(100).regex(/^\S+$/, 'No space within it');

export const registerBody = z.strictObject({ email, names: names.optional(), organisationId: z.uuid().optional(), language });
export const confirmBody = z.strictObject({ token, password, username: username.optional(), names: names.optional(), birthDate, phone, zone });
export const forgotBody = z.strictObject({ email });
export const resetBody = z.strictObject({ token, password });
export const emailConfirmBody = z.strictObject({ token });
export const newEmailBody = z.strictObject({ email, password });

/** The same for every address. */
export const mailedAnswer = z.object({ message: z.string() });
export const confirmedAnswer = z.object({ username: z.string() });
