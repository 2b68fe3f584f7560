import { z } from 'zod';

const why = z.string().trim().min(10, 'Say in a sentence why').max(1000);

export const emergencyBody = z
  .strictObject({ mrn: z.string().trim().min(2).max(40).optional(), name: z.string().trim().min(2).max(300).optional(), birthDate: z.iso.date().refine((date) => date >= '1850-01-01', 'Not before 1850').optional(), reason: why })
  .refine(({ mrn, name, birthDate }) => (mrn === undefined ? name !== undefined && birthDate !== undefined : name === undefined && birthDate === undefined), { path: ['mrn'], message: 'Either the medical record number, or the full name with the birth date' });

export const emergencyAnswer = z.object({
  // The chart that was opened, those to choose from by their MRN, or that more must be said.
  opened: z.object({ id: z.uuid(), patientId: z.uuid(), until: z.string() }).optional(),
  matches: z.array(z.object({ mrn: z.string(), name: z.string(), birthDate: z.string().optional(), sex: z.string() })),
  sayMore: z.boolean(),
});
