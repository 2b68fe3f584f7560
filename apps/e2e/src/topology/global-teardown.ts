import { rm } from 'node:fs/promises';
import { stopApp } from './processes';
import { takeRunning } from './running';

export default async function globalTeardown(): Promise<void> {
  const running = takeRunning();
  if (!running) return;
  await Promise.all(running.apps.map(stopApp));
  await running.database.drop();
  await rm(running.folder, { recursive: true, force: true });
}
