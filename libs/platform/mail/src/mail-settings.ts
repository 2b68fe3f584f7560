import { z } from 'zod';

const schemes = ['smtp:', 'smtps:', 'smtp+plain:', 'file:'];

export const mailSettings = {
  /** Where mail goes: `smtps://user:password@host` (TLS), `smtp://…` (STARTTLS, demanded), `smtp+plain://127.0.0.1:25` (a server on the same machine), or `file:///folder`. */
  MAIL_URL: z.string().refine((url) => schemes.includes(URL.parse(url)?.protocol ?? ''), 'say where mail goes, as smtps://user:password@host, smtp://user:password@host, or file:///path/of/a/folder').optional(),
  /** Who mails say that they are from: an address, or a name with one. */
  MAIL_FROM: z.string().regex(/^[^\r\n<>]*<[^<>\s@]+@[^<>\s@]+>$|^[^<>\s@]+@[^<>\s@]+$/, 'an address, or a name with one: Clinic <no-reply@clinic.example>').default('Anamnesis <no-reply@localhost>'),
};
