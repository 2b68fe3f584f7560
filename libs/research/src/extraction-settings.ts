import { databaseSettings } from '@anamnesis/database';

export const extractionSettings = {
  /** The same database as the role anamnesis_extraction, which reads the columns that may ever leave and no others. */
  EXTRACTION_DATABASE_URL: databaseSettings.DATABASE_URL,
};
