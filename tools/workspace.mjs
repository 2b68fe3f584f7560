import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspace = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every package of the workspace: its folder relative to the workspace, its Nx name and tags. */
export function packages() {
  return ['libs/platform', 'libs', 'apps'].flatMap((folder) =>
    readdirSync(join(workspace, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !(folder === 'libs' && entry.name === 'platform'))
      .map(({ name }) => {
        const { nx } = JSON.parse(readFileSync(join(workspace, folder, name, 'package.json'), 'utf8'));
        return { root: `${folder}/${name}`, name: nx.name, tags: nx.tags };
      }),
  );
}

/** All files below a folder of the workspace whose name ends so, without what is built or installed. */
export function filesBelow(folder, ending) {
  return readdirSync(join(workspace, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesBelow(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}
