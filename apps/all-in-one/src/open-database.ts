import { wantFirstClinicFilled } from '@anamnesis/demonstration';
import { prepareQueueSchema, recordQueueBackend, type QueueBackend } from '@anamnesis/queue';
import { openEmbeddedDatabase, type EmbeddedDatabase } from '@anamnesis/schema';

export interface EmbeddedSettings {
  readonly folder: string;
  readonly port: number | undefined;
  readonly queue: QueueBackend;
  readonly production: boolean;
  readonly log: (line: string) => void;
  readonly onLost: (error: unknown) => void;
}

/** What the next starter is told about this one. */
export const holder = (where?: string): string => ['npm start', `process ${process.pid}`, ...(where === undefined ? [] : [where])].join(', ');

/** The database of this machine, ready to be served: `npm start` needs no server of anybody's. */
export async function openOwnDatabase({ folder, port, queue, production, log, onLost }: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase({ folder, port, holder: holder(), alone: true, log, onLost });
  try {
    await database.prepare([prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, queue), ...(production ? [] : [wantFirstClinicFilled])], log);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
