import { PatientUnknown, SignInEnded } from '../charts/chart.errors';
import { MergeOfOwnRecord, PatientNotMerged, SamePatient, TwoAccounts } from './merge.errors';

export type MergeOutcome = 'done' | 'not-signed-in' | 'unknown' | 'same' | 'own' | 'two-accounts' | 'not-merged';

const refusals: Readonly<Record<Exclude<MergeOutcome, 'done'>, new () => Error>> = {
  'not-signed-in': SignInEnded, unknown: PatientUnknown, same: SamePatient, own: MergeOfOwnRecord, 'two-accounts': TwoAccounts, 'not-merged': PatientNotMerged,
};

/** The error that tells why the database did not do it. */
export function mergeRefusal(outcome: MergeOutcome | undefined): Error | undefined {
  return outcome === 'done' ? undefined : new refusals[outcome ?? 'not-signed-in']();
}
