import { z } from 'zod';

/** For the one that signs tokens. */
export const signingKeySettings = {
  /** Folder of the signing keys, readable by this process alone; made at the first start. */
  KEYS_FOLDER: z.string().min(1),
};

/** For those that only check them. */
export const publicKeySettings = {
  /** The user service's /.well-known/jwks.json. */
  JWKS_URL: z.url(),
};
