import { Injectable } from '@nestjs/common';
import type { FieldProblem } from '@anamnesis/errors';
import type { Acting } from '@anamnesis/sign-in';
import { holdsRole } from '@anamnesis/users';
import type { EntityManager } from 'typeorm';
import { Studies } from './studies';
import { ResearchersRefused } from './study.errors';

const whoIsNone = `SELECT given.account_id FROM unnest($1::uuid[]) AS given (account_id) WHERE NOT ${holdsRole('given.account_id', `'researcher'`)}`;
const takeOff = 'DELETE FROM study_researcher WHERE study_id = $1 AND account_id <> ALL ($2::uuid[])';
const putOn = 'INSERT INTO study_researcher (study_id, account_id) SELECT DISTINCT $1::uuid, given.account_id FROM unnest($2::uuid[]) AS given (account_id) ON CONFLICT DO NOTHING';

@Injectable()
export class AssignResearchers {
  constructor(private readonly studies: Studies) {}

  /**
   * Who may have what the study releases: these and no others. Nobody assigns themselves: releases are out of reach for an admin alone.
   * @throws ResearchersRefused with everybody who can not be one, StudyUnknown, StudyNotAllowed, SignInEnded
   */
  async execute(acting: Acting, studyId: string, accountIds: readonly string[]): Promise<void> {
    await this.studies.manage(acting, studyId, async (transaction) => {
      const faults = await faultsOf(transaction, acting, accountIds);
      if (faults.length > 0) throw new ResearchersRefused(faults);
      await transaction.query(takeOff, [studyId, accountIds]);
      await transaction.query(putOn, [studyId, accountIds]);
    });
  }
}

async function faultsOf(transaction: EntityManager, acting: Acting, accountIds: readonly string[]): Promise<FieldProblem[]> {
  const rows = await transaction.query<{ account_id: string }[]>(whoIsNone, [accountIds]);
  const none = new Set(rows.map(({ account_id }) => account_id));
  return accountIds.flatMap((accountId, place) => {
    const pointer = `/accountIds/${String(place)}`;
    if (accountId.toLowerCase() === acting.accountId.toLowerCase()) return [{ pointer, code: 'oneself', detail: 'Somebody else has to assign you.' }];
    return none.has(accountId.toLowerCase()) ? [{ pointer, code: 'no-researcher', detail: 'No account in use that holds the role of a researcher.' }] : [];
  });
}
