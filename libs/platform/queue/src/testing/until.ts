import { setTimeout as pause } from 'node:timers/promises';

/** What `look` finds, once it is something; fails after ten seconds. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined && found !== false && found !== 0) return found as Exclude<T, undefined | false>;
    await pause(20);
  }
  throw new Error('What was waited for did not happen within ten seconds.');
}
