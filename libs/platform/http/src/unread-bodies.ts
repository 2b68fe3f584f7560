import type { FastifyInstance } from 'fastify';

/** For how long the rest of a body is waited for that nobody wants any more. */
const patienceMs = 10_000;

/**
 * Reads away what is left of a body that is refused because it is too large. Fastify ends the connection with its answer: a client
 * that is still sending then finds a broken connection, and never the answer that says why. Only of a body that tells its length, as
 * clients send them: one in chunks, of which the gateway does not know that it is too large, hung between service and gateway.
 */
export function readAwayRefusedBodies(fastify: FastifyInstance): void {
  fastify.addHook('onSend', ({ raw }, reply, _payload, done) => {
    if (reply.statusCode === 413 && !raw.complete && raw.headers['content-length'] !== undefined) {
      reply.removeHeader('connection');
      const patience = setTimeout(() => raw.destroy(), patienceMs).unref();
      raw.once('close', () => clearTimeout(patience)).resume();
    }
    done();
  });
}
