import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The value in a JSON file that we wrote; undefined where there is none yet or it is damaged. */
export function readStored(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Writes a value so that a crash leaves the old file or the new one, never half of one; at once, because the app may
 * be about to quit. Failing is not reported: a full or read-only disk costs the list of recent bundles, no more.
 */
export function writeStored(file: string, value: unknown): void {
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    return;
  }
}
