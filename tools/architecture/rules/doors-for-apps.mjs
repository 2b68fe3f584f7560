import { forbids, importVisitor } from '../place.mjs';

export default forbids('Only an app opens doors: a library asks the core of another, never its controllers or job handlers.', (place, report) =>
  place.kind === 'app'
    ? {}
    : importVisitor((source, node) => {
        if (/^@anamnesis\/[^/]+\/(http|jobs)$/.test(source)) report(node, source);
      }),
);
