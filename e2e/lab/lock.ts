import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const file = join(tmpdir(), 'netopsy-lab.lock');

/** One capture at a time on a machine: they share the kernel's log. A lock whose holder is gone is taken over. */
export async function withLock<T>(work: () => Promise<T>): Promise<T> {
  while (!take()) await wait(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (existsSync(file) && !existsSync(`/proc/${readFileSync(file, 'utf8')}`)) rmSync(file, { force: true });
    return false;
  }
}
