import { forbids } from '../place.mjs';

export default forbids("A public face names what it shows: `export *` hides what is public and is how files end in each other's cycles.", (_place, report) => ({
  ExportAllDeclaration: (node) => report(node),
}));
