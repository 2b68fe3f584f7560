/** Which library may use which: the table of docs/ARCHITECTURE.md, by the Nx tags in each package.json. */
export const mayUse = {
  platform: ['platform'],
  access: [],
  schema: ['platform'],
  audit: ['platform'],
  users: ['audit', 'access', 'platform'],
  visits: ['users', 'audit', 'access', 'platform'],
  reports: ['visits', 'users', 'audit', 'access', 'platform'],
  research: ['users', 'audit', 'access', 'platform'],
  synthea: ['visits', 'users', 'audit', 'platform'],
  demonstration: ['research', 'visits', 'users', 'platform'],
};

/** `extra`: what specs may use besides, wherever they stand. */
export function boundaries(extra = []) {
  const scope = (name) => `scope:${name}`;
  return [
    ...Object.entries(mayUse).map(([from, to]) => ({ sourceTag: scope(from), onlyDependOnLibsWithTags: [...new Set([from, ...to, ...extra])].map(scope) })),
    { sourceTag: scope('app'), onlyDependOnLibsWithTags: Object.keys(mayUse).map(scope) },
  ];
}
