/** `npm run cli -- …`: what is typed after the dashes, run by apps/cli. Progress goes to stderr, so that answers can be piped. */
import { runApp } from './run-app.mjs';

runApp('cli', process.argv.slice(2), { say: console.error });
