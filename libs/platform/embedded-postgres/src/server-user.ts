import { stat } from 'node:fs/promises';
import { NoServerUser } from './cluster.errors';
import { runProgram, type ServerUser } from './run-program';

/**
 * Who the server runs as: PostgreSQL refuses root, so root hands it to the owner of the data, or to the user `postgres`, who is
 * made where missing. Undefined: ourselves.
 */
export async function serverUser(data: string, runningAsRoot = process.getuid?.() === 0): Promise<ServerUser | undefined> {
  if (!runningAsRoot) return undefined;
  const owner = await stat(data).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await findUser()) ?? makeUser();
}

async function findUser(): Promise<ServerUser | undefined> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', 'postgres']), runProgram('id', ['-g', 'postgres'])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

async function makeUser(): Promise<ServerUser> {
  const grouped = await runProgram('groupadd', ['--system', '--force', 'postgres']);
  const made = await runProgram('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'postgres']);
  const user = await findUser();
  if (!user) throw new NoServerUser((made.stderr || grouped.stderr).trim() || 'useradd is missing');
  return user;
}
