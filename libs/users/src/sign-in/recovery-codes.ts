import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { RecoveryCode } from './second-factor.entity';
import { recoveryCodeHash } from './second-factors';

const howMany = 10;
/** 32 that are not mistaken for others. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** 80 random bits in four groups. */
function newCode(): string {
  const drawn = Array.from(randomBytes(16), (byte) => letters[byte % letters.length] ?? '').join('');
  return [0, 4, 8, 12].map((from) => drawn.slice(from, from + 4)).join('-');
}

/** Puts new recovery codes in the place of those that there are. @returns them, for the one time that they are shown */
export async function renewRecoveryCodes(transaction: EntityManager, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await transaction.delete(RecoveryCode, { accountId });
  await transaction.insert(RecoveryCode, codes.map((code) => ({ accountId, id: v7(), codeHash: recoveryCodeHash(code) })));
  return codes;
}
