import { execFileSync, spawnSync } from 'node:child_process';

/** A network namespace of this machine's kernel, made for a test and gone after it. */
export interface Namespace {
  /** The text that `ip ARGUMENTS` prints in the namespace; throws where it fails. */
  ip(...args: string[]): string;
  /** One answer for each line of commands for ip(8), failed ones included. */
  batch(commands: readonly string[], ...options: string[]): BatchAnswer[];
  /** `key=value` each; those that this kernel does not have are passed over. */
  setSysctls(settings: readonly string[]): void;
  sysctls(): string;
  remove(): void;
}

/** What one line of `ip -batch` printed, or why the kernel refused it. */
export type BatchAnswer = { readonly output: string } | { readonly error: string };

/** Null with the reason where this process may not make namespaces. */
export function makeNamespace(name: string): Namespace | { readonly impossible: string } {
  if (process.getuid?.() !== 0) return { impossible: 'not root' };
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.error) return { impossible: made.error.message };
  if (made.status !== 0) return { impossible: made.stderr.trim() };
  return {
    ip: (...args) => execFileSync('ip', ['-n', name, ...args], { encoding: 'utf8' }),
    batch: (commands, ...options) => runBatch(name, commands, options),
    setSysctls(settings) {
      spawnSync('ip', ['netns', 'exec', name, 'sysctl', '-q', '-w', ...settings]);
    },
    sysctls: () =>
      execFileSync('ip', ['netns', 'exec', name, 'sysctl', '-a'], { encoding: 'utf8', stdio: 'pipe' }),
    remove() {
      spawnSync('ip', ['netns', 'del', name]);
    },
  };
}

/**
 * With -force, ip goes on after a failure and says `Command failed -:LINE` after the error; with -o each success is
 * one line of output. Commands that print nothing must not be mixed with such that do.
 */
function runBatch(name: string, commands: readonly string[], options: readonly string[]): BatchAnswer[] {
  const run = spawnSync('ip', ['-n', name, '-o', ...options, '-force', '-batch', '-'], {
    encoding: 'utf8',
    input: `${commands.join('\n')}\n`,
    maxBuffer: 1 << 28,
  });
  const errors = new Map<number, string>();
  let message = '';
  for (const line of run.stderr.split('\n')) {
    const failed = /^Command failed -:(\d+)/.exec(line);
    if (failed) errors.set(Number(failed[1]), message);
    else if (line !== '') message = line;
  }
  // At a command that it can't read, ip ends the batch.
  if (message !== '' && ![...errors.values()].includes(message)) throw new Error(message);
  const outputs = run.stdout.split('\n')[Symbol.iterator]();
  return commands.map((_, index) => {
    const error = errors.get(index + 1);
    return error === undefined ? { output: outputs.next().value ?? '' } : { error };
  });
}
