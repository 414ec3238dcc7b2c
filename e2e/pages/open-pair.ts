import type { Page } from '@playwright/test';
import { fromRoot } from '../../build/paths.mjs';
import { openFolder } from './open-capture.ts';

type Side = 'before' | 'after';

/** A folder of a pair of captures. */
export function side(pair: string, name: Side): string {
  return fromRoot('e2e/captures', pair, name);
}

/** Opens one capture of a pair, and the other to compare it with. */
export async function openPair(page: Page, pair: string, first: Side = 'before'): Promise<void> {
  await openFolder(page, side(pair, first));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('menuitem', { name: 'With a folder…' }).click();
  await (await chooser).setFiles(side(pair, first === 'before' ? 'after' : 'before'));
}
