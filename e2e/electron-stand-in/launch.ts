import type { Browser } from '@playwright/test';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../../build/paths.mjs';
import { ElectronStandIn } from './electron.ts';

interface LaunchOptions {
  /** What is on the command line. */
  readonly files?: readonly string[];
  /** A page of the test's own in place of the built one. */
  readonly html?: string;
}

/** The built app, running in this process on the stand-in. */
export interface LaunchedApp {
  readonly electron: ElectronStandIn;
  close(): Promise<void>;
}

/**
 * Runs the built main.js as Electron would run it. A copy of the build gets
 * a package `electron` beside it that is the stand-in, so that Node resolves the app's imports to it; each launch is a
 * copy of its own, because a module runs once.
 */
export async function launchOnStandIn(browser: Browser, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'netopsy-stand-in-'));
  for (const part of ['dist/electron', 'dist/renderer', 'package.json']) {
    await cp(fromRoot(part), join(folder, part), { recursive: true });
  }
  if (options.html !== undefined) await writeFile(join(folder, 'dist/renderer/index.html'), options.html);
  const electron = new ElectronStandIn(browser, folder);
  await installStandIn(folder, electron);

  const ownArguments = process.argv;
  process.argv = ['electron', folder, ...(options.files ?? [])];
  try {
    await import(pathToFileURL(join(folder, 'dist/electron/main.js')).href);
  } finally {
    process.argv = ownArguments;
  }
  electron.becomeReady();
  return {
    electron,
    close: async () => {
      await electron.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An ES module must name its exports, so they are spelled out; the values come through a global of this launch. */
async function installStandIn(folder: string, electron: ElectronStandIn): Promise<void> {
  const key = `electron stand-in of ${folder}`;
  (globalThis as unknown as Record<string, unknown>)[key] = electron.module;
  const names = Object.keys(electron.module).join(', ');
  const inPackage = join(folder, 'node_modules/electron');
  await mkdir(inPackage, { recursive: true });
  await writeFile(join(inPackage, 'package.json'), '{ "type": "module", "main": "index.js" }');
  await writeFile(
    join(inPackage, 'index.js'),
    `export const { ${names} } = globalThis[${JSON.stringify(key)}];\n`,
  );
}
