/** `npm run bench`: each figure beside its floor, in one run on this machine; the result is kept in docs/proofs/bench.md. */
import { runApp } from './run-app.mjs';

runApp('e2e', process.argv.slice(2));
