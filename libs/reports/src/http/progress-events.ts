import type { MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';

type Watch = (watcher: AbortSignal) => Promise<AsyncGenerator<object>>;

/** Watches as server-sent events named `progress`. Rejects while nothing has been sent, so that a refusal is an ordinary answer; ends the watch when the client leaves. */
export async function progressEvents(watch: Watch): Promise<Observable<MessageEvent>> {
  const watcher = new AbortController();
  const changes = await watch(watcher.signal);
  return new Observable<MessageEvent>((client) => {
    async function tell(): Promise<void> {
      for await (const change of changes) client.next({ type: 'progress', data: change });
      client.complete();
    }
    tell().catch((error: unknown) => client.error(error));
    return () => watcher.abort();
  });
}
