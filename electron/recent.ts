import { app } from 'electron';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { bundleName } from './chosen-bundles.ts';
import type { RecentBundle } from './ipc.ts';
import { readStored, writeStored } from './stored-json.ts';

const mostRecent = 10;

/** Stored in the app's own folder; the page sees neither the paths nor the file. */
interface StoredBundle {
  readonly id: string;
  readonly paths: readonly string[];
  readonly openedAt: string;
}

let changed = () => {};

/** Calls the listener whenever the list has changed. */
export function onRecentChange(listener: () => void): void {
  changed = listener;
}

/** The bundles opened before, newest first. */
export function recentBundles(): RecentBundle[] {
  return stored().map(({ id, paths, openedAt }) => ({
    id,
    name: bundleName(paths),
    location: dirname(paths[0] ?? ''),
    openedAt,
  }));
}

/** The paths of one of `recentBundles()`; null when it is not in the list any more. */
export function recentPaths(id: string): readonly string[] | null {
  return stored().find((bundle) => bundle.id === id)?.paths ?? null;
}

/** Puts what was opened on top of the list. */
export function rememberBundle(paths: readonly string[]): void {
  const others = stored().filter((bundle) => bundle.paths.join('\0') !== paths.join('\0'));
  const newest: StoredBundle = { id: randomUUID(), paths, openedAt: new Date().toISOString() };
  writeStored(recentFile(), [newest, ...others].slice(0, mostRecent));
  changed();
}

/** Empties the list. */
export function forgetBundles(): void {
  writeStored(recentFile(), []);
  changed();
}

function stored(): StoredBundle[] {
  const value = readStored(recentFile());
  return Array.isArray(value) ? value.filter(isStoredBundle) : [];
}

function recentFile(): string {
  return join(app.getPath('userData'), 'recent.json');
}

function isStoredBundle(value: unknown): value is StoredBundle {
  const { id, paths, openedAt } = (value ?? {}) as Partial<Record<keyof StoredBundle, unknown>>;
  const isPaths = Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string');
  return typeof id === 'string' && typeof openedAt === 'string' && isPaths;
}
