import { forbids } from '../place.mjs';

const vague = new Set('common shared util utils utility utilities helper helpers base core manager managers misc stuff lib'.split(' '));

/** A file that is called so ends up holding what nobody found a place for. */
export default forbids('A file is named for what it does', (place, report) => ({
  Program(node) {
    const word = place.path
      .split('/')
      .flatMap((part) => part.toLowerCase().split(/[.\-_]/))
      .find((part) => vague.has(part));
    if (word) report(node, `not "${word}"`);
  },
}));
