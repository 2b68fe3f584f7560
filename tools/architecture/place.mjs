import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Where a file stands, told by its path alone: the rules of the architecture differ by place.
 * `path` is relative to the workspace, with slashes. `door` is 'http' or 'jobs' for the files of a door.
 */
function placeOf(filename) {
  const path = relative(workspace, filename).split(sep).join('/');
  const parts = path.split('/');
  const kind = { apps: 'app', libs: 'library', tools: 'tool' }[parts[0]] ?? 'workspace';
  const platform = kind === 'library' && parts[1] === 'platform';
  const project = kind === 'app' || kind === 'library' ? parts[platform ? 2 : 1] : undefined;
  const within = parts.slice(parts.indexOf('src') + 1);
  const door = within.length > 1 && (within[0] === 'http' || within[0] === 'jobs') ? within[0] : undefined;
  const test = /\.(spec|e2e)\.ts$/.test(path) || within[0] === 'testing' || project === 'e2e';
  return { path, kind, platform, project, door, test, main: /^apps\/[^/]+\/src\/main\.ts$/.test(path) };
}

/** Calls `visit(source, node)` for every way a file can name another one. */
export function importVisitor(visit) {
  const read = (node) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') visit(node.value, node);
  };
  return {
    ImportDeclaration: (node) => read(node.source),
    ExportNamedDeclaration: (node) => read(node.source),
    ExportAllDeclaration: (node) => read(node.source),
    ImportExpression: (node) => read(node.source),
    TSImportType: (node) => read(node.source ?? node.argument?.literal),
    TSExternalModuleReference: (node) => read(node.expression),
    'CallExpression[callee.name="require"]': (node) => read(node.arguments[0]),
  };
}

/** Calls `visit(text, node)` for every text in a file, the pieces of templates included. */
export function textVisitor(visit) {
  return {
    Literal(node) {
      if (typeof node.value === 'string') visit(node.value, node);
    },
    TemplateElement: (node) => visit(node.value.raw, node),
  };
}

/** Calls `visit(name, node)` for each name imported from one of the packages. */
export function importedNames(packages, visit) {
  return {
    ImportDeclaration(node) {
      if (!packages.includes(node.source.value)) return;
      for (const specifier of node.specifiers) {
        if (specifier.type === 'ImportSpecifier') visit(specifier.imported.name ?? specifier.imported.value, specifier);
        else visit('*', specifier);
      }
    },
  };
}

/** A rule with one message and no options: what it forbids stands in its file, where it applies too. */
export function forbids(message, create) {
  return {
    meta: { type: 'problem', docs: { description: message }, messages: { forbidden: `${message}{{detail}}` }, schema: [] },
    create(context) {
      const report = (node, detail = '') => context.report({ node, messageId: 'forbidden', data: { detail: detail && ` (${detail})` } });
      return create(placeOf(context.filename), report);
    },
  };
}

/** Two visitors in one; where both look at a kind of node, both are called. */
export function together(...visitors) {
  const all = {};
  for (const visitor of visitors) {
    for (const [selector, listener] of Object.entries(visitor)) {
      const before = all[selector];
      all[selector] = before
        ? (node) => {
            before(node);
            listener(node);
          }
        : listener;
    }
  }
  return all;
}
