/** The table of permissions: rows are what can be done, columns the roles, cells on what condition. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const { enrolling, permissionTable, roles } = createRequire(join(workspace, 'package.json'))('@anamnesis/access');
const callers = [...roles, enrolling];

console.log(`# Permissions

Generated from libs/access/src/permission-table.ts by \`npm run docs:generate\`. An empty cell is refused. The condition in a cell is held by what the
request opens in the database, and shown by the tests of the wall. Who is \`enrolling\` has given the password, and must enrol a second factor before anything else.

| Permission | anyone | ${callers.join(' | ')} |
|---|---|${callers.map(() => '---|').join('')}
${Object.entries(permissionTable).map(([permission, holders]) => `| ${permission} | ${holders === 'anyone' ? 'yes' : ''} | ${callers.map((role) => (holders === 'anyone' ? '' : holders[role] ?? '')).join(' | ')} |`).join('\n')}`);
