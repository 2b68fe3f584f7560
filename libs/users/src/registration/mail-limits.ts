import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { networkOf } from '../sign-in/network-of';
import { emailKey } from './email-key';
import { TooMuchMailAskedFor } from './registration.errors';

const windowSeconds = 3600;
/** A clinic's waiting room is one address. */
const mostFromAddress = 60;
/** Nobody needs more to find one of them; more is a flood. */
const mostToMailbox = 3;

/** One statement, so that two instances and two requests at once count together. */
const count = {
  name: 'users.count-mail',
  text: `INSERT INTO mail_limit AS l (key, requests, since) VALUES ($1, 1, now())
    ON CONFLICT (key) DO UPDATE SET
      requests = CASE WHEN l.since < now() - make_interval(secs => $2) THEN 1 ELSE l.requests + 1 END,
      since = CASE WHEN l.since < now() - make_interval(secs => $2) THEN now() ELSE l.since END
    RETURNING requests, ceil(extract(epoch FROM since + make_interval(secs => $2) - now()))::integer AS seconds`,
};

@Injectable()
export class MailLimits {
  constructor(private readonly database: Database) {}

  /** Of the network: whoever asks is told. @throws TooMuchMailAskedFor */
  async refuseFloodFrom(address: string): Promise<void> {
    const { requests, seconds } = await this.count(`from\n${networkOf(address)}`);
    if (requests > mostFromAddress) throw new TooMuchMailAskedFor(Math.max(seconds, 1));
  }

  /** Of the mailbox: nobody is told, since that would tell what others have asked for. @returns whether one more may go there */
  async mayMail(email: string): Promise<boolean> {
    return (await this.count(`to\n${emailKey(email)}`)).requests <= mostToMailbox;
  }

  private async count(what: string): Promise<{ requests: number; seconds: number }> {
    const [counted] = await this.database.query<{ requests: number; seconds: number }>(count, [createHash('sha256').update(what).digest(), windowSeconds]);
    return counted ?? { requests: 0, seconds: 0 };
  }
}
