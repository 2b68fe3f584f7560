import { forbids, textVisitor } from '../place.mjs';

/** A new column would be sent to clients, or refused by a role whose grants name columns, without anybody having decided so. */
export default forbids('A statement names its columns: no SELECT *.', (place, report) =>
  place.test || place.kind === 'tool'
    ? {}
    : textVisitor((text, node) => {
        // unnest() has the columns that stand in its own brackets.
        if (/\bSELECT\s+(DISTINCT\s+)?\*(?!\s*(,[^(]*)?\bFROM\s+unnest\b)/.test(text)) report(node);
      }),
);
