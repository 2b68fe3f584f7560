/** The table of routes and permissions, as the guards read it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const { routeTable } = createRequire(join(workspace, 'package.json'))('@anamnesis/access');

console.log(`# Routes and who may call them

Generated from libs/access/src/route-table.ts by \`npm run docs:generate\`. The condition is held by what the request opens in the database.

| Route | Service | Permission | Roles | Condition |
|---|---|---|---|---|
${routeTable.map(({ method, path, service, permission, callers, condition }) => `| ${method} \`${path}\` | ${service} | ${permission} | ${callers === 'anyone' ? 'anyone' : callers.join(', ')} | ${condition} |`).join('\n')}`);
