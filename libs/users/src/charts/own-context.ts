import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { SignInEnded } from './chart.errors';

/** Opens what belongs to the caller's own account, and nobody's record. @throws SignInEnded */
export async function openOwnAccount(transaction: EntityManager, acting: Acting): Promise<void> {
  await open(transaction, 'app.open_account', acting);
}

/** Opens the list of reviews, and what it is about. @throws SignInEnded for whoever is no auditor */
export async function openReviews(transaction: EntityManager, acting: Acting): Promise<void> {
  await open(transaction, 'app.open_reviews', acting);
}

async function open(transaction: EntityManager, context: 'app.open_account' | 'app.open_reviews', acting: Acting): Promise<void> {
  const [opened] = await transaction.query<{ outcome: string }[]>(`SELECT outcome FROM ${context}($1::jsonb)`, [JSON.stringify(acting)]);
  if (opened?.outcome !== 'open') throw new SignInEnded();
}
