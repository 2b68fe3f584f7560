import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly message: string;
}

interface Linted {
  readonly rule: string;
  readonly states: string;
  readonly times: number;
  readonly refused: readonly Message[];
  readonly allowed: readonly Message[];
}

const workspace = join(__dirname, '..', '..');
const linted = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, 'lint-snippets.mjs')], { cwd: workspace, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }),
) as Linted[];

describe.each(linted)('$rule: $states', ({ rule, times, refused, allowed }) => {
  it('refuses the snippet, and no other rule does', () => {
    expect(refused.filter(({ ruleId }) => ruleId !== rule)).toEqual([]);
    expect(refused).toHaveLength(times);
  });

  it('allows the twin', () => {
    expect(allowed).toEqual([]);
  });
});
