import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { traceFrom } from '@anamnesis/logging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem';

const statusOf: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * What is told of requests that reach no route, because their address or they themselves can not be read: a problem like every other. Fastify's
 * own answers have another form, and repeat the address, in which an id may stand.
 */
export const unreadableRequests = {
  frameworkErrors(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    void reply.status(400).type('application/problem+json').send(problemOf(error, traceFrom([request.headers['traceparent']].flat()[0]).traceId));
  },

  /** Of a connection on which no HTTP was understood, so that it can only be ended. */
  clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statusOf[error.code ?? ''] ?? 400;
    const body = JSON.stringify(problemOf({ statusCode: status }, traceFrom(undefined).traceId));
    const head = [`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, 'content-type: application/problem+json; charset=utf-8', `content-length: ${String(Buffer.byteLength(body))}`, 'cache-control: no-store', 'connection: close'];
    if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    socket.destroy(error);
  },
};
