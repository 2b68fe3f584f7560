import type { Readable } from 'node:stream';
import { HttpException, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AskedRange, readRange } from './byte-range';

/** A file that does not change under its hash. */
export interface AnsweredFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  open(range?: AskedRange): Promise<Readable>;
}

/**
 * Answers with a file: a strong ETag, and ranges, so that a download that broke off goes on where it was (RFC 9110, 13 and 14).
 * It may be kept by the reader's own device, which asks each time whether the reader may still have it.
 */
export async function answerWithFile(file: AnsweredFile, headers: Readonly<Record<string, string | string[] | undefined>>, reply: FastifyReply): Promise<StreamableFile | undefined> {
  const etag = `"${file.sha256}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('accept-ranges', 'bytes');
  if (isKnown(etag, oneOf(headers['if-none-match']))) {
    reply.status(304);
    return undefined;
  }
  // What goes on from another file than this one begins anew.
  const goesOn = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = goesOn ? readRange(oneOf(headers['range']), file.bytes) : undefined;
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${String(file.bytes)}`);
    throw new HttpException('range', 416);
  }
  if (range) reply.status(206).header('content-range', `bytes ${String(range.first)}-${String(range.last)}/${String(file.bytes)}`);
  const length = range ? range.last - range.first + 1 : file.bytes;
  return new StreamableFile(await file.open(range), { type: file.mediaType, length, disposition: `attachment; filename="${file.name}"` });
}

/** Weak and strong are the same to If-None-Match. */
function isKnown(etag: string, known: string | undefined): boolean {
  return known?.trim() === '*' || (known ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

const oneOf = (header: string | string[] | undefined): string | undefined => [header].flat()[0];
