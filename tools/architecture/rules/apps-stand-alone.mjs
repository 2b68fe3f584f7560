import { packages } from '../../workspace.mjs';
import { forbids, importVisitor } from '../place.mjs';

const apps = new Set(
  packages()
    .filter(({ root }) => root.startsWith('apps/'))
    .map(({ name }) => `@anamnesis/${name}`),
);

/** Nx knows apps by their tags too, but does not resolve a package that exports nothing. */
export default forbids('Nobody imports an app: what two of them need stands in a library.', (_place, report) =>
  importVisitor((source, node) => {
    if (apps.has(source.split('/').slice(0, 2).join('/'))) report(node, source);
  }),
);
