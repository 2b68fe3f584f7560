/** The table of routes, as the guards read it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const { routeTable } = createRequire(join(workspace, 'package.json'))('@anamnesis/access');

console.log(`# Routes and who may call them

Generated from libs/access/src/route-table.ts by \`npm run docs:generate\`. On what condition each role has a permission is in [permissions.md](permissions.md).

| Route | Service | Permission | Roles | And |
|---|---|---|---|---|
${routeTable.map(({ method, path, service, permission, callers, also }) => `| ${method} \`${path}\` | ${service} | ${permission} | ${callers === 'anyone' ? 'anyone' : callers.join(', ')} | ${also ?? '-'} |`).join('\n')}`);
