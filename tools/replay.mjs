/** `npm run replay -- FOLDER`: the researchers' loader, from where the command was typed. */
import { chdir, env } from 'node:process';

chdir(env.INIT_CWD ?? '.');
await import('../libs/research/loaders/replay.mjs');
