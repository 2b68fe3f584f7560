import { fillFirstClinic } from '@anamnesis/demonstration';
import type { EmbeddedDatabase } from '@anamnesis/schema';
import type { RunningClinic } from './start-all-in-one';

/**
 * At the first start: patients with their years, around the accounts that were just made. Only on the database of this machine, where the
 * role that adds them can sign in. A clinic without them can be used, so that what goes wrong here ends no start.
 */
export async function fillOwnClinic(own: EmbeddedDatabase, { completeFirstClinic }: Pick<RunningClinic, 'completeFirstClinic'>, say: (line: string) => void): Promise<void> {
  try {
    const made = await fillFirstClinic({ ownerUrl: own.ownerUrl, importerUrl: await own.urlFor('anamnesis_importer'), clinic: completeFirstClinic });
    if (made > 0) say(`A demonstration clinic of ${String(made)} patients was made.`);
  } catch (error) {
    say(`The demonstration patients could not all be made, the next start goes on with them: ${error instanceof Error ? error.message : String(error)}`);
  }
}
