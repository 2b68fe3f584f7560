import { DomainError } from '@anamnesis/errors';
import { z } from 'zod';
import { unstorableTexts } from './storable-text';

export class CursorUnreadable extends DomainError {
  readonly code = 'cursor.unreadable';
  readonly kind = 'invalid';

  constructor() {
    super('This cursor was not given by this list: begin again without one.', [{ pointer: '/cursor', code: 'cursor', detail: 'Not a cursor of this list.' }]);
  }
}

/** Where a list goes on: the sort key of the last row shown, opaque to clients, so that rows added meanwhile shift nothing. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws CursorUnreadable for anything that writeCursor did not make with a key of this shape */
export function readCursor<Key extends readonly (string | number)[]>(cursor: string, shape: z.ZodType<Key>): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (unstorableTexts(key).length === 0) return shape.parse(key);
  } catch {
    // Neither JSON nor of this shape: told as everything else that is no cursor of this list.
  }
  throw new CursorUnreadable();
}

const moment = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d){0,2}$/;

/** A moment as the database writes one, as a cursor's key: text, because the database's is finer than a Date. One that no calendar has is none, nor is the year 0. */
export const cursorMoment = z.string().refine((text) => {
  const [, day = '', time = ''] = moment.exec(text) ?? [];
  const read = new Date(`${day}T${time}Z`);
  return !Number.isNaN(read.valueOf()) && read.toISOString().startsWith(`${day}T${time}`) && !day.startsWith('0000');
});

/** Of lists that are in the order of their ids. */
export const idCursor = z.tuple([z.uuid()]);

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** Of `limit + 1` rows the last only tells that there are more. */
export function page<Row, Item>(rows: readonly Row[], limit: number, present: (row: Row) => Item, keyOf: (row: Row) => readonly (string | number)[]): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(present), ...(rows.length > limit && last !== undefined ? { nextCursor: writeCursor(keyOf(last)) } : {}) };
}

/** The fields of every list's query. */
export const listQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};
