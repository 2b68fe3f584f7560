import type { FirstClinic } from '@anamnesis/users';
import { Client } from 'pg';
import { firstClinicSeed } from './clinic';
import { makeDemonstration } from './make-demonstration';

/** Among the facts about a database while its first clinic is to be filled: a start that is killed meanwhile leaves it to the next. */
const wanted = 'demonstration wanted';
/** Enough for every script and for a study's first release, few enough to be made in a second or two. */
const patients = 120;

/** Before the first start makes a clinic: it is to be filled. A database that has a clinic is left as it is. */
export async function wantFirstClinicFilled(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, (client) =>
    client.query("INSERT INTO app.fact (key, value) SELECT $1, 'true' WHERE NOT EXISTS (SELECT FROM organisation) ON CONFLICT DO NOTHING", [wanted]),
  );
}

export interface FilledClinic {
  readonly ownerUrl: string;
  /** Of the role anamnesis_importer. */
  readonly importerUrl: string;
  /** Asked only where it is to be filled. */
  readonly clinic: () => Promise<FirstClinic | undefined>;
}

/**
 * Fills the clinic of the first start, once.
 * @returns how many patients were made: 0 where it has been filled, or was not to be
 */
export async function fillFirstClinic({ ownerUrl, importerUrl, clinic }: FilledClinic): Promise<number> {
  return asOwner(ownerUrl, async (owner) => {
    const { rowCount } = await owner.query('SELECT FROM app.fact WHERE key = $1', [wanted]);
    if (rowCount === 0) return 0;
    const around = await clinic();
    if (!around) return 0;
    const { patients: made } = await makeDemonstration({ databaseUrl: importerUrl, patients, seed: firstClinicSeed, around });
    await owner.query('DELETE FROM app.fact WHERE key = $1', [wanted]);
    return made;
  });
}

async function asOwner<Result>(ownerUrl: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
