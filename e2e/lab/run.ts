import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** What a program prints; throws with its own words where it fails. */
export function run(program: string, args: readonly string[], input?: string): string {
  const done = attempt(program, args, input);
  if ('error' in done) throw new Error(`${program} ${args.join(' ')}: ${done.error}`);
  return done.output;
}

/** The same, for commands whose refusal is an answer. */
export function attempt(
  program: string,
  args: readonly string[],
  input?: string,
): { readonly output: string } | { readonly error: string } {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    maxBuffer: 1 << 28,
  });
  if (done.error) return { error: done.error.message };
  return done.status === 0 ? { output: done.stdout } : { error: done.stderr.trim() };
}

/** Starts a program and waits until it has printed `ready` on either output. */
export function start(program: string, args: readonly string[], ready: RegExp): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    const listen = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (ready.test(printed)) resolve(child);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${program} ${args.join(' ')}: ${printed}`)));
  });
}

/** Starts a program that prints nothing at first; `printed` is all that it has said so far. */
export function startSilent(
  program: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly printed: () => string } {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { child, printed: () => Buffer.concat(chunks).toString() };
}

/** Ends a program that was started, and waits until it is gone. */
export function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), 2000).unref();
  });
}

/** Runs a program beside others; what it printed. */
export function runBeside(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve(printed) : reject(new Error(complaint))));
  });
}
