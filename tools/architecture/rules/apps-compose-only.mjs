import { forbids, importedNames, importVisitor, textVisitor, together } from '../place.mjs';

const business = new Set(['Controller', 'Get', 'Post', 'Put', 'Patch', 'Delete', 'Entity', 'Column', 'Processor', 'WorkerHost']);
const statement = /^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\S+\s+AS\s|CREATE\s|ALTER\s)/;

export default forbids('An app is a list of doors: rules, controllers, entities, handlers and SQL stand in libraries.', (place, report) =>
  place.kind !== 'app' || place.test
    ? {}
    : together(
        importVisitor((source, node) => {
          if (/^(typeorm|pg|pg-copy-streams|csv-parse)(\/|$)/.test(source)) report(node, source);
        }),
        importedNames(['@nestjs/common', '@nestjs/bullmq'], (name, node) => {
          if (business.has(name)) report(node, name);
        }),
        textVisitor((text, node) => {
          if (statement.test(text)) report(node, 'SQL');
        }),
      ),
);
