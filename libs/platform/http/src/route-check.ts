import type { FastifyInstance } from 'fastify';

export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
}

/** A process that has a route which nobody declared does not start: an undeclared route would be one without a permission. */
export class RouteUndeclared extends Error {
  constructor(route: string) {
    super(`${route} is not in the table of routes: declare who may call it before it can be served.`);
    this.name = 'RouteUndeclared';
  }
}

/** Must be called before the first route is registered. */
export function refuseUndeclaredRoutes(fastify: FastifyInstance, declared: readonly DeclaredRoute[], isDocumentation: (path: string) => boolean): void {
  const known = new Set(declared.map((route) => `${route.method} ${route.path}`));
  fastify.addHook('onRoute', (route) => {
    if (isDocumentation(route.url)) return;
    for (const method of [route.method].flat()) {
      // HEAD is made by Fastify beside each GET and guarded as that GET; OPTIONS carries nothing.
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      if (!known.has(`${method} ${route.url}`)) throw new RouteUndeclared(`${method} ${route.url}`);
    }
  });
}
