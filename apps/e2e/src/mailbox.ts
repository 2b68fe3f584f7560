import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What arrived at an address: the mail folder of whichever process sends. Waits until there are so many. @throws where they do not come */
export async function mailTo(address: string, atLeast = 1): Promise<readonly { readonly subject: string; readonly text: string }[]> {
  const folder = join(process.env['E2E_FOLDER'] ?? '', 'mail');
  for (let look = 0; look < 150; look++) {
    const found = mailIn(folder).filter(({ to }) => to === address);
    if (found.length >= atLeast) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Fewer than ${String(atLeast)} mails came to ${address}`);
}

/** The secret of the link in the last one. */
export async function linkTo(address: string, atLeast = 1): Promise<string> {
  const [, token] = /#([\w-]{43})/.exec((await mailTo(address, atLeast)).at(-1)?.text ?? '') ?? [];
  if (token === undefined) throw new Error('The last mail has no link');
  return token;
}

function mailIn(folder: string): { to: string; subject: string; text: string }[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    // Nothing was sent yet.
    return [];
  }
  // Named by UUIDv7: in the order in which they were asked for.
  return files.filter((name) => name.endsWith('.eml')).sort().map((name) => {
    const written = readFileSync(join(folder, name), 'utf8').replaceAll('=\n', '');
    const header = (field: string) => new RegExp(`^${field}: (.*)$`, 'm').exec(written)?.[1] ?? '';
    return { to: header('To'), subject: header('Subject'), text: written.slice(written.indexOf('\n\n')) };
  });
}
