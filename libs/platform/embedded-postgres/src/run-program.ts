import { spawn } from 'node:child_process';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What PostgreSQL's programs inherit: nothing of ours, since what is in a process's environment can be read by its user, and
 * messages in English, since some are told apart by their text.
 */
export const serverEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs a program to its end, as `user` where one is given. A program that can not be run at all ends with code 127. */
export function runProgram(program: string, options: readonly string[], user?: ServerUser): Promise<Outcome> {
  return new Promise((resolve) => {
    // The working folder is one that every user may enter: PostgreSQL's programs give up in one they can not.
    const child = spawn(program, options, { ...user, cwd: '/', env: serverEnvironment, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
