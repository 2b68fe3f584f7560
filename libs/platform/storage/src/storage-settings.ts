import { z } from 'zod';
import { refusalOf } from './storage-folder';

export const storageSettings = {
  /** Where files are kept. Without it, the folder that the app chooses. */
  STORAGE_URL: z
    .string()
    .superRefine((url, context) => {
      const refusal = refusalOf(url);
      if (refusal !== undefined) context.addIssue({ code: 'custom', message: refusal });
    })
    .optional(),
};
