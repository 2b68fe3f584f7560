import { forbids, importVisitor } from '../place.mjs';

/** What it may know of patients is what its database role is granted: code of users or visits would bring their ways to the rest. */
export default forbids("The extraction uses no code of users or visits: it reads their tables, as its own role.", (place, report) =>
  place.path.startsWith('libs/research/src/extraction/') && !place.test
    ? importVisitor((source, node) => {
        if (/^@anamnesis\/(users|visits|reports)(\/|$)/.test(source)) report(node, source);
      })
    : {},
);
