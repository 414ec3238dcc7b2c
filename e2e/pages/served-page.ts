import { test as base, expect, type Page } from '@playwright/test';
import { pathToFileURL } from 'node:url';
import type * as ServeModule from '../../electron/serve.ts';
import { fromRoot } from '../../build/paths.mjs';

/**
 * `page` is the built app in a browser, served as `npm start` serves it. A test fails when the page asks for anything
 * beyond its own origin, writes an error to the console, or throws, whatever else the test looks at.
 */
export const test = base.extend<{ page: Page }, { served: { url: string } }>({
  served: [
    async ({}, use) => {
      const built = pathToFileURL(fromRoot('dist/electron/serve.js')).href;
      const { serve } = (await import(built)) as typeof ServeModule;
      const serving = await serve(fromRoot('dist/renderer'));
      await use(serving);
      await serving.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ page, served }, use) => {
    const problems = watch(page, new URL(served.url).origin);
    await page.goto(served.url);
    await use(page);
    expect(problems, 'errors and foreign requests of the page').toEqual([]);
  },
});

export { expect };

function watch(page: Page, origin: string): string[] {
  const problems: string[] = [];
  page.context().on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && protocol !== 'blob:' && protocol !== 'data:')
      problems.push(`request: ${request.url()}`);
  });
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return problems;
}
