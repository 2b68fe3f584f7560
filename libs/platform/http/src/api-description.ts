import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { DeclaredRoute } from './route-check';

export function isDocumentation(path: string): boolean {
  return path === '/openapi.json' || path === '/openapi.yaml' || path === '/docs' || path.startsWith('/docs/') || path.startsWith('/docs-');
}

/** Who may call a route, as far as the description says it. */
interface DescribedRoute extends DeclaredRoute {
  readonly permission?: string;
  readonly condition?: string;
  readonly callers?: 'anyone' | readonly string[];
}

/** The OpenAPI document of this process's routes, with each route's permission from the table. */
export function describeApi(app: NestFastifyApplication, routes: readonly DescribedRoute[]): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Anamnesis')
    .setDescription('Medical records: sign in at POST /auth/login and send the access token as a bearer token. Errors are RFC 9457 problem+json with a stable code.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, outline);
  for (const route of routes) {
    const operation = document.paths[route.path.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase() as 'get'];
    if (!operation || !route.callers) continue;
    if (route.callers !== 'anyone') operation.security = [{ bearer: [] }];
    const who = route.callers === 'anyone' ? 'anyone' : route.callers.join(', ');
    operation.description = [operation.description, `Permission \`${route.permission ?? ''}\`: ${who}. Condition: ${route.condition ?? 'none'}.`].filter(Boolean).join('\n\n');
  }
  return document;
}
