import { forbids, importVisitor } from '../place.mjs';

export default forbids('Factories of tests stay with tests: what the product needs too belongs into its code.', (place, report) =>
  place.test
    ? {}
    : importVisitor((source, node) => {
        if (/^@anamnesis\/[^/]+\/testing$/.test(source) || /^\.\.?\/(.*\/)?testing(\/|$)/.test(source)) report(node, source);
      }),
);
