import { forbids } from '../place.mjs';

const medicine = new Set('patient patients doctor doctors nurse nurses diagnosis diagnoses treatment treatments allergy allergies immunization immunizations encounter encounters medication medications'.split(' '));
const words = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);

/** What a clinic is about would otherwise seep into what every process is built on, and every domain would depend on every other through it. */
export default forbids('The platform has no word of medicine', (place, report) =>
  !place.platform || place.test
    ? {}
    : {
        Identifier(node) {
          const word = words(node.name).find((part) => medicine.has(part));
          if (word) report(node, word);
        },
        Literal(node) {
          if (typeof node.value !== 'string') return;
          const word = words(node.value).find((part) => medicine.has(part));
          if (word) report(node, word);
        },
      },
);
