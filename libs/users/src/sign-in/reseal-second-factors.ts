import { Database } from '@anamnesis/database';
import { type SecretBox, keyIdBytes, keyIdOf } from '@anamnesis/sign-in';

export interface Resealed {
  readonly resealed: number;
  /** Sealed by a key that is not there, or changed: left as they are. Their owners have recovery codes. */
  readonly unreadable: number;
  /** The keys that secrets are sealed with now. */
  readonly keyIds: ReadonlySet<string>;
}

const portion = 200;
const nextSecrets = { name: 'users.second-factors', text: 'SELECT account_id, secret FROM second_factor WHERE account_id > $1 ORDER BY account_id LIMIT $2' };
/** Not where it has changed meanwhile: who enrols anew has sealed it with the new key. */
const keepResealed = {
  name: 'users.keep-resealed',
  text: `UPDATE second_factor f SET secret = r.after FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS r (account_id, before, after)
    WHERE f.account_id = r.account_id AND f.secret = r.before RETURNING f.account_id`,
};
const keysInUse = { name: 'users.secret-keys-in-use', text: 'SELECT DISTINCT substr(secret, 1, $1) AS key FROM second_factor' };

/** After a rotation: what older keys have closed is closed anew with the newest. */
export class ResealSecondFactors {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** By the command line. In portions: interrupted, it is run again, and does what is left. */
  async execute(): Promise<Resealed> {
    let [resealed, unreadable, after] = [0, 0, '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const rows = await this.database.query<{ account_id: string; secret: Buffer }>(nextSecrets, [after, portion]);
      const last = rows.at(-1);
      if (!last) break;
      after = last.account_id;
      const older = rows.filter(({ secret }) => !this.secrets.isOfNewestKey(secret));
      const anew = older.flatMap(({ account_id, secret }) => this.reseal(account_id, secret) ?? []);
      unreadable += older.length - anew.length;
      resealed += await this.keep(anew);
    }
    const used = await this.database.query<{ key: Buffer }>(keysInUse, [keyIdBytes]);
    return { resealed, unreadable, keyIds: new Set(used.map(({ key }) => keyIdOf(key))) };
  }

  private reseal(accountId: string, before: Buffer): ResealedSecret | undefined {
    try {
      return { accountId, before, after: this.secrets.seal(this.secrets.open(before, accountId), accountId) };
    } catch {
      return undefined;
    }
  }

  private async keep(secrets: readonly ResealedSecret[]): Promise<number> {
    if (secrets.length === 0) return 0;
    const kept = await this.database.query(keepResealed, [secrets.map(({ accountId }) => accountId), secrets.map(({ before }) => before), secrets.map(({ after }) => after)]);
    return kept.length;
  }
}

interface ResealedSecret {
  readonly accountId: string;
  readonly before: Buffer;
  readonly after: Buffer;
}
