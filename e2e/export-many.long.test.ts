import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** Debian's python3-distributed is for Debian's own Python. */
const python = ['/usr/bin/python3', 'python3'].find(
  (each) => spawnSync(each, ['-c', 'import distributed'], { stdio: 'ignore' }).status === 0,
);
if (python === undefined) console.log('export with Dask skipped: no python3-distributed');

/** Starts a part of Dask, and waits until it has printed `ready`. */
async function start(module: string, args: readonly string[], ready: RegExp): Promise<ChildProcess> {
  const child = spawn(python ?? '', ['-m', `distributed.cli.${module}`, ...args, '--no-dashboard'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NETOPSY: `${process.execPath} ${fromRoot('dist/electron/cli.js')}` },
  });
  let printed = '';
  for await (const chunk of child.stderr) {
    printed += String(chunk);
    if (ready.test(printed)) break;
  }
  if (!ready.test(printed)) throw new Error(`${module}: ${printed}`);
  return child;
}

test.skipIf(python === undefined)(
  'of_two_workers_one_is_killed_and_every_bundle_is_there_once',
  { timeout: 600_000 },
  async () => {
    const store = mkdtempSync(join(tmpdir(), 'netopsy-store-'));
    const parts: ChildProcess[] = [];
    try {
      const address = 'tcp://127.0.0.1:18787';
      parts.push(await start('dask_scheduler', ['--host', '127.0.0.1', '--port', '18787'], /Scheduler at/));
      const worker = (): Promise<ChildProcess> =>
        start('dask_worker', [address, '--nthreads', '1', '--no-nanny'], /Registered to/);
      const [first, second] = [await worker(), await worker()];
      parts.push(first, second);
      const names = readdirSync(fromRoot('e2e/captures'))
        .filter((name) => name.startsWith('lab-') && !name.startsWith('lab-pair'))
        .slice(0, 24);
      const bundles = names.map((name) => fromRoot(`e2e/captures/${name}/bundle`));
      const client = spawn(python ?? '', [fromRoot('core/docs/export-many.py'), address, store, ...bundles], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      parts.push(client);
      let printed = '';
      for await (const chunk of client.stdout) {
        printed += String(chunk);
        if (printed.split('\n').length > 6) first.kill('SIGKILL');
      }
      if (client.exitCode === null) await once(client, 'exit');
      expect(client.exitCode).toBe(0);
      const lines = printed.trim().split('\n').map((line) => line.split('\t')); // prettier-ignore
      expect(lines.map(([status]) => status)).toEqual(bundles.map(() => '0'));
      expect(new Set(lines.map(([, bundle]) => bundle)).size).toBe(bundles.length);
      const folders = new Set(lines.map(([, , folder]) => folder));
      const written = readdirSync(store).filter((name) => name.startsWith('bundle='));
      expect(written.length).toBe(folders.size);
      for (const name of written) expect(readdirSync(join(store, name))).toHaveLength(5);
    } finally {
      for (const part of parts.reverse()) part.kill('SIGKILL');
      rmSync(store, { recursive: true, force: true });
    }
  },
);
