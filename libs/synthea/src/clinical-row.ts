import { startOfDay } from '@anamnesis/visits';
import { patientIdOf, visitIdOf, type KnownPatient, type KnownVisit } from './known';
import type { RowIdentity, Surroundings } from './source-file';
import { RowRefused, type SourceRow } from './source-row';
import { readTime, type WrittenTime } from './written-time';

/** What every row of a chart has: whose it is, of which visit, when, and what is remarkable about it. */
export interface ClinicalRow {
  readonly patientId: string;
  readonly patient: KnownPatient;
  readonly visitId: string | null;
  readonly visit: KnownVisit | undefined;
  readonly at: number;
  readonly day: string;
  readonly dayOnly: boolean;
  readonly marks: readonly string[];
  readonly visibleFrom: string | null;
}

export function timeOf(row: SourceRow, column: string): WrittenTime | undefined {
  const text = row.text(column);
  if (text === '') return undefined;
  const time = readTime(text);
  if (!time) throw new RowRefused(`${column} is not a time`);
  return time;
}

export const timestamp = (at: number): string => new Date(at).toISOString();

export function patientOf(row: SourceRow, { known }: Surroundings): { patientId: string; patient: KnownPatient } {
  row.required('PATIENT');
  const patientId = patientIdOf(row);
  const patient = known.patients.get(patientId);
  if (!patient) throw new RowRefused('its PATIENT has not been loaded');
  return { patientId, patient };
}

/** A day alone starts where the patient lives. */
export const momentOf = (time: WrittenTime, { zone }: KnownPatient): number => (time.dayOnly ? startOfDay(time.at, zone) : time.at);

export const isAfterDeath = (at: number, { deceasedAt }: KnownPatient): boolean => deceasedAt !== null && at > deceasedAt;

export function clinicalRow(row: SourceRow, identity: RowIdentity, surroundings: Surroundings, timeColumns: readonly string[]): ClinicalRow {
  const { patientId, patient } = patientOf(row, surroundings);
  const time = timeColumns.map((column) => timeOf(row, column)).find((found) => found !== undefined);
  if (!time) throw new RowRefused(`${timeColumns.join(' or ')} is empty`);
  const at = momentOf(time, patient);
  const marks = [...identity.marks];
  const named = row.text('ENCOUNTER') !== '';
  const visitId = visitIdOf(row);
  const visit = named ? surroundings.known.visit(patientId, visitId) : undefined;
  // Its visit was refused or is in no file: the row is kept without it, so that a broken row loses only itself.
  if (named && !visit) marks.push('visit-unknown');
  if (isAfterDeath(at, patient)) marks.push('after-death');
  return {
    patientId,
    patient,
    visit,
    visitId: visit ? visitId : null,
    at,
    day: time.day,
    dayOnly: time.dayOnly,
    marks,
    // Released with its visit; what belongs to none, when it was made.
    visibleFrom: visit ? (visit.endedAt === null ? null : timestamp(visit.endedAt)) : timestamp(at),
  };
}

/** The last day of something that lasts, and a mark where that is before its first. */
export function lastDay(row: SourceRow, first: string): { day: string | null; marks: readonly string[] } {
  const stop = timeOf(row, 'STOP');
  return { day: stop?.day ?? null, marks: stop && stop.day < first ? ['ends-before-start'] : [] };
}

/** Words that must not be empty: the code stands for them. */
export function wordsOf(row: SourceRow): string {
  const words = row.text('DESCRIPTION') || row.text('CODE');
  if (words === '') throw new RowRefused('has neither CODE nor DESCRIPTION');
  return words;
}

export const orNull = (text: string): string | null => (text === '' ? null : text);
