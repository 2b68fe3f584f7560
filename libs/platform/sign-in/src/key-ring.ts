import type { CryptoKey, JWK } from 'jose';
import type { SecretBox } from './secret-box';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
}

export interface KeyRing {
  readonly current: SigningKey;
  /** Older ones too, so that changing the key signs nobody out. */
  readonly publicKeys: readonly JWK[];
  /** Encrypts what is kept in the database and must not be readable from it alone. */
  readonly secrets: SecretBox;
  /** Takes up what `keys rotate` has changed since: another process may have done it. */
  latest(): Promise<KeyRing>;
}
