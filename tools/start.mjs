/** `npm start`: from a clone to a running clinic, on a machine that has Node.js and npm and nothing else. */
import { runApp } from './run-app.mjs';

runApp('all-in-one', [], { detached: true });
