/** The table of permissions: rows are what can be done, columns the roles, cells on what condition. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const { permissionTable, roles } = createRequire(join(workspace, 'package.json'))('@anamnesis/access');

console.log(`# Permissions

Generated from libs/access/src/permission-table.ts by \`npm run docs:generate\`. An empty cell is refused. The condition in a cell is held by what the
request opens in the database, and shown by the tests of the wall.

| Permission | anyone | ${roles.join(' | ')} |
|---|---|${roles.map(() => '---|').join('')}
${Object.entries(permissionTable).map(([permission, holders]) => `| ${permission} | ${holders === 'anyone' ? 'yes' : ''} | ${roles.map((role) => (holders === 'anyone' ? '' : holders[role] ?? '')).join(' | ')} |`).join('\n')}`);
