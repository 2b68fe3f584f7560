export { AccessTokenVerifier, type PublicKeys, type SignedInAccount, type SigningKey, signAccessToken } from './access-token';
export { publicKeySettings, signingKeySettings } from './key-settings';
export type { Acting, RequestOrigin } from './acting';
export { admit } from './admit';
export type { GuardedRoute } from './route.guard';
export { NotSignedIn, RoleNotAllowed } from './sign-in.errors';
export { SignInModule, type SignInOptions } from './sign-in.module';
export { SignedIn } from './signed-in.decorator';
export { type KeyRing, openKeyRing } from './signing-keys';
