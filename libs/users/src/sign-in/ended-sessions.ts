import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { SessionCheck } from '@anamnesis/sign-in';
import { LRUCache } from 'lru-cache';
import { accessTokenSeconds } from './sign-in-rules';

const askEveryMs = 1000;
/** An ending is dated by the clock of the process that wrote it, and seen when it is committed. */
const lateSeconds = 30;
const rememberedSeconds = accessTokenSeconds + lateSeconds;

const askEnded = { name: 'users.ended-sessions', text: 'SELECT id FROM session WHERE revoked_at > now() - make_interval(secs => $1)' };

/**
 * Which sessions were signed out, or ended because a refresh token was stolen, while their access tokens are still good. Asked of the
 * database by each process, at most once a second and only when a request comes: so all instances refuse such a token within a second.
 */
@Injectable()
export class EndedSessions implements SessionCheck {
  private readonly ended = new LRUCache<string, true>({ max: 100_000, ttl: rememberedSeconds * 1000 });
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /** Throws where the database does not answer: a token that can not be checked is not good. */
  async hasEnded(sessionId: string): Promise<boolean> {
    if (Date.now() - this.askedAt >= askEveryMs) {
      this.asking ??= this.ask().finally(() => (this.asking = undefined));
      await this.asking;
    }
    return this.ended.has(sessionId);
  }

  private async ask(): Promise<void> {
    const now = Date.now();
    // What ended since the last time, and at first all that matters.
    const seconds = Math.min((now - this.askedAt) / 1000 + lateSeconds, rememberedSeconds);
    for (const { id } of await this.database.query<{ id: string }>(askEnded, [seconds])) this.ended.set(id, true);
    this.askedAt = now;
  }
}
