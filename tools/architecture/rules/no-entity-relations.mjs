import { forbids, importedNames } from '../place.mjs';

const relations = new Set(['ManyToOne', 'OneToMany', 'OneToOne', 'ManyToMany', 'JoinColumn', 'JoinTable', 'RelationId', 'Tree', 'TreeParent', 'TreeChildren']);

/** Simplest way to have no relation across domains: none at all. A row of another thing is named by its id, and a join is a statement somebody wrote. */
export default forbids('Entities hold ids, not relations: domains would grow together, and loads nobody wrote appear.', (_place, report) =>
  importedNames(['typeorm'], (name, node) => {
    if (relations.has(name)) report(node, name);
  }),
);
