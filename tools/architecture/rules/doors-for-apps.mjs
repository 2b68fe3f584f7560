import { forbids, importVisitor } from '../place.mjs';

export default forbids('Only an app opens doors: a library asks the core of another, never its controllers or job handlers.', (place, report) =>
  place.kind === 'app'
    ? {}
    : importVisitor((source, node) => {
        const owner = /^@anamnesis\/([^/]+)\/(http|jobs)$/.exec(source)?.[1];
        // A library's own specs come in by its doors too.
        if (owner && !(place.test && owner === place.project)) report(node, source);
      }),
);
