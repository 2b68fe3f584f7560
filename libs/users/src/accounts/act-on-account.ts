import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';

/** Says who acts, for the audit entries of what the transaction changes of an account. */
export async function actOnAccount(transaction: EntityManager, acting: Acting): Promise<void> {
  await transaction.query('SELECT app.act_on_account($1::jsonb)', [JSON.stringify(acting)]);
}
