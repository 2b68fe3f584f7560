import { type StudyRight, type StudyRow, discreet } from '@anamnesis/research';
import type { z } from 'zod';
import type { studyAnswer } from './schemas';

/** Whoever may only know of a study sees what they are asked to agree to; how it is designed, who takes part and who gets it is for those who work with it. */
export function presentStudy(row: StudyRow, right: StudyRight): z.infer<typeof studyAnswer> {
  const { k, cadence, datePrecision, schedule, classes, waitMonths, consent } = row.design;
  return {
    id: row.id,
    title: row.title,
    purpose: row.purpose,
    status: row.status,
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at.toISOString() }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
    consent: { version: consent.version, texts: { ...consent.texts } },
    ...(right === 'know'
      ? {}
      : { design: { k, cadence, datePrecision, schedule: { ...schedule }, classes: classes.map((traits) => [...traits]), waitMonths, consent: { version: consent.version, texts: { ...consent.texts } } } }),
    ...(row.participants === null ? {} : { participants: discreet(Number(row.participants)) }),
    ...(row.researchers === null ? {} : { researchers: row.researchers }),
    version: row.version,
  };
}
