import { forbids } from '../place.mjs';

export default forbids("The environment is read once, in an app's main.ts: everything else is given its settings.", (place, report) =>
  place.main || place.test || place.kind === 'tool' || place.kind === 'workspace'
    ? {}
    : {
        'MemberExpression[object.name="process"][property.name="env"]': (node) => report(node),
        'MemberExpression[object.name="process"][property.value="env"]': (node) => report(node),
        'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]': (node) => report(node),
        ImportDeclaration(node) {
          if (!/^(node:)?process$/.test(node.source.value)) return;
          for (const specifier of node.specifiers) if (specifier.imported?.name === 'env') report(specifier);
        },
      },
);
