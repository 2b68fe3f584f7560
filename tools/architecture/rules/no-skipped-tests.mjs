import { forbids } from '../place.mjs';

const runners = '/^(it|test|describe)$/';

export default forbids('Every test runs: one that is skipped, lone or to be written looks like one that passed.', (_place, report) => ({
  [`CallExpression > MemberExpression.callee[object.name=${runners}][property.name=/^(skip|only|todo|failing)$/]`]: (node) => report(node),
  [`CallExpression > MemberExpression.callee[object.object.name=${runners}][object.property.name=/^(skip|only|failing)$/]`]: (node) => report(node),
  'CallExpression > Identifier.callee[name=/^(xit|xtest|xdescribe|fit|fdescribe|pending)$/]': (node) => report(node),
}));
