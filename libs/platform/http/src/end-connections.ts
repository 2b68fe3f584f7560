import type { FastifyInstance } from 'fastify';

const reapEveryMs = 500;

/**
 * How a process that is told to stop parts from its callers. Each is answered, and told that the connection ends with the answer: a
 * load balancer would keep it for a minute, and the process would wait for that. What is not at its end after a while breaks off:
 * event streams, whose clients come again, to another instance.
 */
export function endConnections(fastify: FastifyInstance, patienceMs: number): void {
  let ending = false;
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending) reply.header('connection', 'close');
    done();
  });
  fastify.addHook('preClose', (done) => {
    ending = true;
    const { server } = fastify;
    // Of answers that had begun before.
    const reaping = setInterval(() => server.closeIdleConnections(), reapEveryMs).unref();
    const patience = setTimeout(() => server.closeAllConnections(), patienceMs).unref();
    server.once('close', () => {
      clearInterval(reaping);
      clearTimeout(patience);
    });
    done();
  });
}
