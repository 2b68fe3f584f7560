import { z } from 'zod';
import { newPatientBody } from './schemas';

const { names, sex, address, zone, mrn, birthDate, gender, phone, email, language } = newPatientBody.shape;

/** What is missing stays; null takes away. */
export const patientChangesBody = z
  .strictObject({
    names: names.optional(), sex, address, zone, mrn,
    birthDate: birthDate.unwrap().nullable().optional(), gender: gender.unwrap().nullable().optional(), phone: phone.unwrap().nullable().optional(),
    email: email.unwrap().nullable().optional(), language: language.unwrap().nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Say what is to change');
