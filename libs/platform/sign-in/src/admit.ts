import type { AccessTokenVerifier } from './access-token';
import { NotSignedIn, RoleNotAllowed } from './sign-in.errors';

/** The guard's question for a process without controllers (the gateway): may this token's role call the route at all? @throws NotSignedIn, RoleNotAllowed */
export async function admit(verifier: AccessTokenVerifier, authorization: string | undefined, callers: 'anyone' | readonly string[]): Promise<void> {
  if (callers === 'anyone') return;
  const [scheme, token] = (authorization ?? '').split(' ');
  const account = scheme?.toLowerCase() === 'bearer' && token ? await verifier.verify(token) : undefined;
  if (!account) throw new NotSignedIn();
  if (!callers.includes(account.role)) throw new RoleNotAllowed();
}
