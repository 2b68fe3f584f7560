import { recordQueueBackend } from '@anamnesis/queue';
import { Command } from 'commander';
import { withOwner, type Place } from './with-database';

/** `move-queue`: says where the queue is from now on, while no process runs. */
export function moveQueueCommand(place: Place, answer: (line: string) => void): Command {
  return new Command('move-queue')
    .description('moves the queue to where REDIS_URL says, or to PostgreSQL without it; stop all processes before')
    .action(() =>
      withOwner(place, async (ownerUrl) => {
        await recordQueueBackend(ownerUrl, place.queue, { move: true });
        answer(`The queue is on ${place.queue === 'redis' ? 'Redis' : 'PostgreSQL'} from now on. Reports that wait are sent again when the processes start.`);
      }),
    );
}
