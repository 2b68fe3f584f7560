import type { TestDatabase } from '@anamnesis/schema/testing';
import type { RunningTopology } from './topologies';

export interface Running extends RunningTopology {
  readonly database: TestDatabase;
  readonly folder: string;
}

const place = globalThis as typeof globalThis & { anamnesisUnderTest?: Running };

/** Jest loads setup and teardown apart; what they share lives on the global object of its process. */
export function keepRunning(running: Running): void {
  place.anamnesisUnderTest = running;
}

export function takeRunning(): Running | undefined {
  return place.anamnesisUnderTest;
}
