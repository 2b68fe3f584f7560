import { forbids, importedNames } from '../place.mjs';

export default forbids('forwardRef covers a cycle between providers: one of the two holds a third thing that both need.', (_place, report) =>
  importedNames(['@nestjs/common'], (name, node) => {
    if (name === 'forwardRef') report(node);
  }),
);
